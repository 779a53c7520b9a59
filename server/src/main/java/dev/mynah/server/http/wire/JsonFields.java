package dev.mynah.server.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The fields of one JSON object, each read with its type and range checked. A field that is null
 * counts as absent, one that nobody asks for is ignored, and a wrong one is answered with its name,
 * as a path from the top of the body ({@code references[0].audio}).
 */
public final class JsonFields {
  private final ObjectNode object;
  private final String prefix;

  private JsonFields(ObjectNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /**
   * Takes a whole body.
   *
   * @throws MynahException with {@link ErrorCode#MALFORMED_BODY} if it isn't an object
   */
  public static JsonFields ofBody(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return new JsonFields(object, "");
    }
    throw MynahException.of(
        ErrorCode.MALFORMED_BODY, "The body must be a JSON object, not " + kind(body) + ".");
  }

  /** Returns the object as it was sent, cleaned. */
  public ObjectNode node() {
    return object;
  }

  public boolean has(String name) {
    return present(name).isPresent();
  }

  /** Returns a text of at most {@code maxChars} UTF-16 units, if the field is there. */
  public Optional<String> text(String name, int maxChars) {
    return present(name).map(node -> text(path(name), node, maxChars));
  }

  /** Returns a text that must be there and not blank. */
  public String requiredText(String name, int maxChars) {
    String text = text(name, maxChars).orElseThrow(() -> missing(name));
    if (text.isBlank()) {
      throw invalid(path(name), "must not be empty");
    }
    return text;
  }

  /** Returns the texts of a field that holds one text or an array of them; empty if absent. */
  public List<String> oneOrMoreTexts(String name, int maxTexts, int maxChars) {
    Optional<JsonNode> node = present(name);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get().isTextual()) {
      return List.of(text(path(name), node.get(), maxChars));
    }
    return texts(name, node.get(), "a string or an array of strings", maxTexts, maxChars);
  }

  /** Returns the texts of an array; empty if absent. */
  public List<String> texts(String name, int maxTexts, int maxChars) {
    return present(name)
        .map(node -> texts(name, node, "an array of strings", maxTexts, maxChars))
        .orElse(List.of());
  }

  public boolean flag(String name, boolean whenAbsent) {
    return present(name)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw wrongType(path(name), "true or false", node);
              }
              return node.booleanValue();
            })
        .orElse(whenAbsent);
  }

  /** Returns a finite number within bounds, both included. */
  public OptionalDouble number(String name, double least, double most) {
    Optional<JsonNode> node = present(name);
    if (node.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!node.get().isNumber()) {
      throw wrongType(path(name), "a number", node.get());
    }
    double value = node.get().doubleValue();
    // Written so that infinity, which 1e999 becomes, fails as well.
    if (!(value >= least && value <= most)) {
      throw invalid(path(name), "must be between " + plain(least) + " and " + plain(most));
    }
    return OptionalDouble.of(value);
  }

  /** Returns a whole number within bounds, both included; 1.0 is whole, 1.5 isn't. */
  public OptionalLong whole(String name, long least, long most) {
    Optional<JsonNode> node = present(name);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!node.get().isNumber()) {
      throw wrongType(path(name), "a whole number", node.get());
    }
    double value = node.get().doubleValue();
    if (!(value >= least && value <= most)) {
      throw invalid(path(name), "must be between " + least + " and " + most);
    }
    if (value != Math.rint(value)) {
      throw invalid(path(name), "must be a whole number");
    }
    return OptionalLong.of((long) value);
  }

  /** Returns a whole number that must be one of a few. */
  public OptionalInt wholeOf(String name, List<Integer> allowed) {
    OptionalLong value = whole(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    int whole = (int) value.getAsLong();
    if (!allowed.contains(whole)) {
      throw invalid(path(name), "must be one of " + listed(allowed));
    }
    return OptionalInt.of(whole);
  }

  /** Returns a text that must be one of a few, spelt exactly so. */
  public Optional<String> choice(String name, List<String> allowed) {
    Optional<String> value = text(name, Integer.MAX_VALUE);
    if (value.isPresent() && !allowed.contains(value.get())) {
      throw invalid(path(name), "must be one of " + listed(allowed));
    }
    return value;
  }

  /** Returns the fields of an object within this one. */
  public Optional<JsonFields> object(String name) {
    return present(name).map(node -> object(path(name), node));
  }

  /** Returns the objects of an array; empty if absent. */
  public List<JsonFields> objects(String name, int maxObjects) {
    Optional<JsonNode> array = present(name);
    if (array.isEmpty()) {
      return List.of();
    }
    requireArray(name, array.get(), "an array of objects", maxObjects);
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode node : array.get()) {
      objects.add(object(path(name) + "[" + objects.size() + "]", node));
    }
    return objects;
  }

  /** Makes the error for a field that is wrong; {@code complaint} follows its name. */
  public MynahException wrong(String name, String complaint) {
    return invalid(path(name), complaint);
  }

  private List<String> texts(
      String name, JsonNode array, String expected, int maxTexts, int maxChars) {
    requireArray(name, array, expected, maxTexts);
    List<String> texts = new ArrayList<>();
    for (JsonNode node : array) {
      texts.add(text(path(name) + "[" + texts.size() + "]", node, maxChars));
    }
    return List.copyOf(texts);
  }

  private void requireArray(String name, JsonNode node, String expected, int most) {
    if (!node.isArray()) {
      throw wrongType(path(name), expected, node);
    }
    if (node.size() > most) {
      throw invalid(path(name), "has " + node.size() + " entries; at most " + most + " are taken");
    }
  }

  private static String text(String path, JsonNode node, int maxChars) {
    if (!node.isTextual()) {
      throw wrongType(path, "a string", node);
    }
    String text = node.textValue();
    if (text.length() > maxChars) {
      throw invalid(
          path, "has " + text.length() + " characters; at most " + maxChars + " are taken");
    }
    return text;
  }

  private static JsonFields object(String path, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new JsonFields(object, path + ".");
    }
    throw wrongType(path, "an object", node);
  }

  private Optional<JsonNode> present(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  private String path(String name) {
    return prefix + name;
  }

  private MynahException missing(String name) {
    return invalid(path(name), "is required");
  }

  private static MynahException wrongType(String path, String expected, JsonNode node) {
    return invalid(path, "must be " + expected + ", not " + kind(node));
  }

  private static MynahException invalid(String path, String complaint) {
    return MynahException.invalid(path, path + " " + complaint + ".");
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "a boolean";
      case NUMBER -> "a number";
      case STRING -> "a string";
      case OBJECT, POJO -> "an object";
      case NULL, MISSING, BINARY -> "null";
    };
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static String listed(List<?> allowed) {
    return String.join(", ", allowed.stream().map(String::valueOf).toList());
  }
}
