package dev.mynah.server.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.it.OpenApi.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds exchanges against the OpenAPI document: what was sent where it was taken, and every answer,
 * which must be described by status, content type and body, each field of it.
 */
final class ExchangeCheck {
  /** What can go wrong anywhere isn't listed with every operation. */
  private static final Set<Integer> ANYWHERE = Set.of(405, 408, 414, 431, 500, 503, 504);

  /** Returns what the document doesn't say about an exchange; empty if it says it all. */
  List<String> problems(Exchange exchange) {
    Optional<Operation> found = OpenApi.document().operation(exchange.method(), exchange.path());
    if (found.isEmpty()) {
      return exchange.succeeded() && !isFile(exchange) && !exchange.method().equals("OPTIONS")
          ? List.of("no such operation")
          : List.of();
    }
    List<String> problems = new ArrayList<>();
    if (exchange.succeeded()) {
      problems.addAll(wrongParameters(found.get(), exchange));
      problems.addAll(wrongRequest(found.get(), exchange));
    }
    problems.addAll(wrongAnswer(found.get(), exchange));
    return problems;
  }

  /** Pages and their files are no API. */
  private static boolean isFile(Exchange exchange) {
    String path = exchange.path();
    return path.equals("/") || (path.startsWith("/console") && !path.startsWith("/console/api/"));
  }

  private List<String> wrongParameters(Operation operation, Exchange exchange) {
    Map<String, List<String>> query = query(exchange.query());
    List<String> problems = new ArrayList<>();
    for (JsonNode parameter : OpenApi.document().parameters(operation)) {
      String name = parameter.path("name").asText();
      List<String> values =
          switch (parameter.path("in").asText()) {
            case "query" -> query.getOrDefault(name, List.of());
            case "header" -> {
              String header = exchange.header(name.toLowerCase(java.util.Locale.ROOT));
              yield header.isEmpty() ? List.of() : List.of(header);
            }
            default -> List.of();
          };
      List<String> given = values.stream().filter(value -> !value.isBlank()).toList();
      boolean required = parameter.path("required").asBoolean();
      if (given.isEmpty()) {
        if (required && !parameter.path("in").asText().equals("path")) {
          problems.add(name + " is required");
        }
        continue;
      }
      problems.addAll(wrongParameter(parameter.path("schema"), name, given));
    }
    return problems;
  }

  private List<String> wrongParameter(JsonNode schema, String name, List<String> given) {
    JsonNode value;
    if (schema.path("type").asText().equals("array")) {
      value = Api.JSON.valueToTree(given);
    } else {
      JsonNode text = TextNode.valueOf(given.getLast());
      boolean isText = OpenApi.document().problems(schema, text, false).isEmpty();
      value = isText ? text : SentBody.withNumbersRead(text);
      if (schema.path("type").asText().equals("boolean") && value.isNumber()) {
        value = com.fasterxml.jackson.databind.node.BooleanNode.valueOf(value.asInt() != 0);
      }
    }
    return OpenApi.document().problems(schema, value, false).stream()
        .map(each -> name + ": " + each)
        .toList();
  }

  private static Map<String, List<String>> query(String query) {
    Map<String, List<String>> values = new TreeMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values
          .computeIfAbsent(SentBody.decoded(parts[0]), unused -> new ArrayList<>())
          .add(parts.length > 1 ? SentBody.decoded(parts[1]) : "");
    }
    return values;
  }

  private List<String> wrongRequest(Operation operation, Exchange exchange) {
    JsonNode described = operation.node().path("requestBody");
    if (exchange.requestBody().length == 0) {
      return described.path("required").asBoolean() ? List.of("a body is required") : List.of();
    }
    if (described.isMissingNode()) {
      return List.of(); // a body nobody asks for is let be
    }
    String type = exchange.header("content-type");
    Optional<JsonNode> sent =
        SentBody.tree(exchange.requestBody(), type).map(body -> withLists(described, type, body));
    if (sent.isEmpty()) {
      return List.of("the body that was taken can't be read");
    }
    boolean json =
        new String(exchange.requestBody(), StandardCharsets.UTF_8).strip().startsWith("{");
    JsonNode content = OpenApi.content(described, json ? "application/json" : type);
    if (content == null) {
      return List.of("a body of type " + type + " is not described");
    }
    JsonNode schema = content.path("schema");
    List<String> asSent = OpenApi.document().problems(schema, sent.get(), false);
    if (asSent.isEmpty()) {
      return asSent;
    }
    JsonNode plain = SentBody.withoutNulls(sent.get());
    List<String> problems = OpenApi.document().problems(schema, plain, false);
    boolean read = problems.isEmpty() || !takesTexts(operation);
    return read
        ? problems
        : OpenApi.document().problems(schema, SentBody.withNumbersRead(plain), false);
  }

  /** In a form a list of one looks like its one entry. */
  private static JsonNode withLists(JsonNode described, String type, JsonNode body) {
    JsonNode content = OpenApi.content(described, type);
    if (content != null && type.contains("multipart") && body instanceof ObjectNode form) {
      JsonNode properties = OpenApi.document().resolved(content.path("schema")).path("properties");
      form.properties()
          .forEach(
              field -> {
                boolean list =
                    properties.path(field.getKey()).path("type").asText().equals("array");
                if (list && !field.getValue().isArray()) {
                  field.setValue(Api.JSON.createArrayNode().add(field.getValue()));
                }
              });
    }
    return body;
  }

  /** Whether numbers may be written as text. */
  private static boolean takesTexts(Operation operation) {
    String tag = operation.node().path("tags").path(0).asText();
    return tag.equals("Fish Audio") || tag.equals("OpenAI");
  }

  private List<String> wrongAnswer(Operation operation, Exchange exchange) {
    JsonNode answers = operation.node().path("responses");
    JsonNode listed = answers.get(Integer.toString(exchange.status()));
    if (listed == null && ANYWHERE.contains(exchange.status())) {
      listed = answers.get("default");
    }
    if (listed == null) {
      return List.of("an answer with status " + exchange.status() + " is not described");
    }
    JsonNode answer = OpenApi.document().resolved(listed);
    if (exchange.body().length == 0 || exchange.method().equals("HEAD")) {
      return List.of();
    }
    JsonNode content = OpenApi.content(answer, exchange.contentType());
    if (content == null) {
      return List.of("an answer of type " + exchange.contentType() + " is not described");
    }
    return wrongBody(content, exchange);
  }

  private List<String> wrongBody(JsonNode content, Exchange exchange) {
    String type = exchange.contentType().split(";", 2)[0];
    return switch (type) {
      case "application/json" -> {
        Optional<JsonNode> json = json(new String(exchange.body(), StandardCharsets.UTF_8));
        yield json.map(body -> OpenApi.document().problems(content.path("schema"), body, true))
            .orElse(List.of("the answer is no JSON"));
      }
      case "application/msgpack" ->
          OpenApi.document()
              .problems(content.path("schema"), MessagePackTree.read(exchange.body()), true);
      case "text/event-stream" -> wrongEvents(content.path("x-event"), exchange);
      default -> List.of();
    };
  }

  private List<String> wrongEvents(JsonNode schema, Exchange exchange) {
    List<String> problems = new ArrayList<>();
    String stream = new String(exchange.body(), StandardCharsets.UTF_8);
    for (String event : stream.split("\n\n", -1)) {
      String name = field(event, "event: ");
      String data = field(event, "data: ");
      if (data.isEmpty() || !(name.isEmpty() || name.equals("message"))) {
        continue;
      }
      problems.addAll(
          json(data)
              .map(body -> OpenApi.document().problems(schema, body, true))
              .orElse(List.of("the event is no JSON")));
    }
    return problems;
  }

  private static String field(String event, String name) {
    return event
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(Api.JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
