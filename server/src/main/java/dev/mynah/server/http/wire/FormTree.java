package dev.mynah.server.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The fields of a form or a query as an object: a field that comes twice becomes an array, and so
 * does one whose name says so ({@code tag[]}, {@code tag[0]}).
 */
public final class FormTree {
  private static final Pattern ARRAY_MARK = Pattern.compile("\\[\\d{0,3}]$");
  private static final int MAX_FIELDS = 1_000;

  private final ObjectNode fields = Json.object();
  private int count;

  FormTree() {}

  /** Reads the parameters of a request's query. */
  public static JsonFields ofQuery(Context context) {
    FormTree form = new FormTree();
    for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
      parameter.getValue().forEach(value -> form.add(parameter.getKey(), text(value)));
    }
    return form.fields();
  }

  /**
   * Reads {@code a=1&b=2}.
   *
   * @throws MynahException with MALFORMED_BODY
   */
  static JsonFields ofUrlEncoded(String body) {
    FormTree form = new FormTree();
    for (int from = 0; from < body.length(); ) {
      int end = body.indexOf('&', from);
      String field = body.substring(from, end < 0 ? body.length() : end);
      from = end < 0 ? body.length() : end + 1;
      if (!field.isBlank()) {
        int equals = field.indexOf('=');
        String name = equals < 0 ? field : field.substring(0, equals);
        form.add(decoded(name), text(equals < 0 ? "" : decoded(field.substring(equals + 1))));
      }
    }
    return form.fields();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.strip(), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY, "The form is broken: a % stands before no two hex digits.");
    }
  }

  static JsonNode text(String value) {
    return TextNode.valueOf(Json.cleaned(value));
  }

  /** Adds a field; its name is cleaned here. */
  void add(String sentName, JsonNode value) {
    count++;
    if (count > MAX_FIELDS) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY, "The form has more than " + MAX_FIELDS + " fields.");
    }
    String name = Json.cleaned(sentName);
    String bare = ARRAY_MARK.matcher(name).replaceFirst("");
    JsonNode before = fields.get(bare);
    if (before instanceof ArrayNode array) {
      array.add(value);
    } else if (before != null) {
      fields.putArray(bare).add(before).add(value);
    } else if (bare.length() < name.length()) {
      fields.putArray(bare).add(value);
    } else {
      fields.set(bare, value);
    }
  }

  JsonFields fields() {
    return JsonFields.ofBody(fields).lenient();
  }
}
