package dev.mynah.server.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mynah.server.http.document.ApiDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server's OpenAPI document, as a reader of it sees it. */
final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

  /** Read once a test run: it never changes. */
  private static final OpenApi DOCUMENT = new OpenApi(read());

  private final ObjectNode root;
  private final ObjectNode closed; // schemas under which objects hold nothing that isn't described
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> open = new ConcurrentHashMap<>();
  private final Map<JsonNode, Schema> strict = new ConcurrentHashMap<>();

  private OpenApi(ObjectNode root) {
    this.root = root;
    this.closed = (ObjectNode) StrictSchemas.of(root, root);
  }

  static OpenApi document() {
    return DOCUMENT;
  }

  private static ObjectNode read() {
    try {
      return (ObjectNode) Api.JSON.readTree(ApiDocument.at("http://127.0.0.1:8080").json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An operation: what one method of one path does. */
  record Operation(String method, String path, JsonNode item, JsonNode node) {
    String id() {
      return node.path("operationId").asText();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }

    /** Whether a path of a request is this one's. */
    boolean matches(String requested) {
      String[] written = path.split("/", -1);
      String[] given = requested.split("/", -1);
      if (written.length != given.length) {
        return false;
      }
      for (int i = 0; i < written.length; i++) {
        boolean any = PARAMETER.matcher(written[i]).matches() && !given[i].isEmpty();
        if (!any && !written[i].equals(given[i])) {
          return false;
        }
      }
      return true;
    }

    /** Returns how many steps of the path are left open. */
    long openSteps() {
      return PARAMETER.matcher(path).results().count();
    }
  }

  JsonNode root() {
    return root;
  }

  /** Returns all operations. */
  List<Operation> operations() {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getKey().equals("parameters")) {
          found.add(
              new Operation(
                  method.getKey().toUpperCase(java.util.Locale.ROOT),
                  path.getKey(),
                  path.getValue(),
                  method.getValue()));
        }
      }
    }
    return found;
  }

  /** Returns the operation that answers a request; HEAD is answered as GET is. */
  Optional<Operation> operation(String method, String path) {
    String bare =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String listed = method.equals("HEAD") ? "GET" : method;
    return operations().stream()
        .filter(operation -> operation.method().equals(listed) && operation.matches(bare))
        .min(java.util.Comparator.comparingLong(Operation::openSteps));
  }

  /** Follows a reference, if there is one. */
  JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = root.at(at.path("$ref").asText().substring(1));
    }
    return at;
  }

  /** Returns the parameters of an operation, those of its path included. */
  List<JsonNode> parameters(Operation operation) {
    List<JsonNode> found = new ArrayList<>();
    operation.item().path("parameters").forEach(each -> found.add(resolved(each)));
    operation.node().path("parameters").forEach(each -> found.add(resolved(each)));
    return found;
  }

  /**
   * Returns what is wrong with a value; empty if nothing is.
   *
   * @param everything whether objects may hold only what is described
   */
  List<String> problems(JsonNode schema, JsonNode value, boolean everything) {
    Map<JsonNode, Schema> cache = everything ? strict : open;
    Schema compiled = cache.computeIfAbsent(schema, each -> compiled(each, everything));
    return compiled.validate(value).stream().map(Object::toString).toList();
  }

  private Schema compiled(JsonNode schema, boolean everything) {
    ObjectNode whole = Api.JSON.createObjectNode();
    whole.putArray("allOf").add(everything ? StrictSchemas.of(schema, root) : schema);
    whole.set("components", everything ? closed.path("components") : root.path("components"));
    return registry.getSchema(whole);
  }

  /** Returns the description of a body of this content type, or null. */
  static @Nullable JsonNode content(JsonNode described, String contentType) {
    String bare = contentType.split(";", 2)[0].strip();
    JsonNode exact = described.path("content").get(bare);
    return exact != null ? exact : described.path("content").get(bare.split("/", 2)[0] + "/*");
  }
}
