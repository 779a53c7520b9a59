package dev.mynah.server.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.failure.Violation;
import dev.mynah.server.failure.Violation.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * The fields of one JSON object, each read with its type and range checked. A field that is null
 * counts as absent, one that nobody asks for is ignored, and a wrong one is answered with its name,
 * as a path from the top of the body ({@code references[0].audio}).
 *
 * <p>Forms know only text, so {@link #lenient() lenient} fields take {@code "44100"} for a number,
 * {@code "true"} for a flag, and JSON within a text for what has parts.
 */
public final class JsonFields {
  private final ObjectNode object;
  private final String prefix;
  private final boolean lenient;

  private JsonFields(ObjectNode object, String prefix, boolean lenient) {
    this.object = object;
    this.prefix = prefix;
    this.lenient = lenient;
  }

  /**
   * Takes a whole body.
   *
   * @throws MynahException with {@link ErrorCode#MALFORMED_BODY} if it isn't an object
   */
  public static JsonFields ofBody(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return new JsonFields(object, "", false);
    }
    throw MynahException.of(
        ErrorCode.MALFORMED_BODY, "The body must be a JSON object, not " + kind(body) + ".");
  }

  /** Returns the same fields, with values that are written as text taken for what they mean. */
  public JsonFields lenient() {
    return new JsonFields(object, prefix, true);
  }

  /** Returns the object as it was sent, cleaned. */
  public ObjectNode node() {
    return object;
  }

  public boolean has(String name) {
    return present(name).isPresent();
  }

  /** Returns the value of a field as it was sent, if it is there: also bytes and files. */
  public Optional<JsonNode> value(String name) {
    return present(name);
  }

  /** Returns what a field is called from the top of the body. */
  public String path(String name) {
    return prefix + name;
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
    return meant(name, LenientValues::flag)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw wrongType(path(name), Rule.FLAG, "true or false", node);
              }
              return node.booleanValue();
            })
        .orElse(whenAbsent);
  }

  /** Returns a finite number within bounds, both included. */
  public OptionalDouble number(String name, double least, double most) {
    Optional<JsonNode> node = meant(name, LenientValues::number);
    if (node.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!node.get().isNumber()) {
      throw wrongType(path(name), Rule.NUMBER, "a number", node.get());
    }
    double value = node.get().doubleValue();
    requireWithin(name, value, least, most);
    return OptionalDouble.of(value);
  }

  /** Returns a whole number within bounds, both included; 1.0 is whole, 1.5 isn't. */
  public OptionalLong whole(String name, long least, long most) {
    Optional<JsonNode> node = meant(name, LenientValues::number);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!node.get().isNumber()) {
      throw wrongType(path(name), Rule.WHOLE_NUMBER, "a whole number", node.get());
    }
    double value = node.get().doubleValue();
    requireWithin(name, value, (double) least, (double) most);
    if (value != Math.rint(value)) {
      throw broken(path(name), "must be a whole number", Violation.of(Rule.WHOLE_NUMBER));
    }
    return OptionalLong.of((long) value);
  }

  private void requireWithin(String name, double value, double least, double most) {
    // Written so that infinity, which 1e999 becomes, fails as well.
    if (!(value >= least && value <= most)) {
      Violation violation =
          value < least
              ? new Violation(Rule.AT_LEAST, plain(least))
              : new Violation(Rule.AT_MOST, plain(most));
      throw broken(
          path(name), "must be between " + plain(least) + " and " + plain(most), violation);
    }
  }

  /** Returns a whole number that must be one of a few. */
  public OptionalInt wholeOf(String name, List<Integer> allowed) {
    OptionalLong value = whole(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    int whole = (int) value.getAsLong();
    if (!allowed.contains(whole)) {
      throw broken(path(name), "must be one of " + listed(allowed), oneOf(allowed, ""));
    }
    return OptionalInt.of(whole);
  }

  /** Returns a text that must be one of a few, spelt exactly so. */
  public Optional<String> choice(String name, List<String> allowed) {
    Optional<String> value = text(name, Integer.MAX_VALUE);
    if (value.isPresent() && !allowed.contains(value.get())) {
      throw broken(path(name), "must be one of " + listed(allowed), oneOf(allowed, "'"));
    }
    return value;
  }

  /** Returns the fields of an object within this one. */
  public Optional<JsonFields> object(String name) {
    return meant(name, LenientValues::parts).map(node -> object(path(name), node));
  }

  /** Returns the objects of an array; empty if absent. */
  public List<JsonFields> objects(String name, int maxObjects) {
    Optional<JsonNode> array = meant(name, LenientValues::parts);
    if (array.isEmpty()) {
      return List.of();
    }
    requireArray(name, array.get(), "an array of objects", maxObjects);
    return elements(path(name), array.get());
  }

  /**
   * Returns the objects of an array of arrays; a plain array of objects counts as the only one.
   * Empty if absent.
   *
   * @param maxObjects of all arrays together
   */
  public List<List<JsonFields>> listsOfObjects(String name, int maxObjects) {
    Optional<JsonNode> array = meant(name, LenientValues::parts);
    if (array.isEmpty() || !array.get().isArray() || !array.get().path(0).isArray()) {
      List<JsonFields> only = objects(name, maxObjects);
      return only.isEmpty() ? List.of() : List.of(only);
    }
    requireArray(name, array.get(), "an array of arrays", maxObjects);
    List<List<JsonFields>> lists = new ArrayList<>();
    int left = maxObjects;
    for (JsonNode list : array.get()) {
      String at = name + "[" + lists.size() + "]";
      requireArray(at, list, "an array of objects", left);
      left -= list.size();
      lists.add(elements(path(at), list));
    }
    return lists;
  }

  private List<JsonFields> elements(String path, JsonNode array) {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode node : array) {
      objects.add(object(path + "[" + objects.size() + "]", node));
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
      throw wrongType(path(name), Rule.LIST, expected, node);
    }
    if (node.size() > most) {
      throw invalid(path(name), "has " + node.size() + " entries; at most " + most + " are taken");
    }
  }

  private static String text(String path, JsonNode node, int maxChars) {
    if (!node.isTextual()) {
      throw wrongType(path, Rule.TEXT, "a string", node);
    }
    String text = node.textValue();
    if (text.length() > maxChars) {
      throw invalid(
          path, "has " + text.length() + " characters; at most " + maxChars + " are taken");
    }
    return text;
  }

  private JsonFields object(String path, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new JsonFields(object, path + ".", lenient);
    }
    throw wrongType(path, Rule.OBJECT, "an object", node);
  }

  private Optional<JsonNode> present(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** Returns the value of a field, read as what it means if these fields are lenient. */
  private Optional<JsonNode> meant(String name, UnaryOperator<JsonNode> meaning) {
    Optional<JsonNode> node = present(name);
    return lenient ? node.map(meaning).filter(value -> !value.isNull()) : node;
  }

  /** Makes the error for a field that must be there. */
  public MynahException missing(String name) {
    return broken(path(name), "is required", Violation.of(Rule.REQUIRED));
  }

  private static MynahException wrongType(String path, Rule rule, String expected, JsonNode node) {
    return broken(path, "must be " + expected + ", not " + kind(node), Violation.of(rule));
  }

  private static MynahException broken(String path, String complaint, Violation violation) {
    return MynahException.invalid(path, path + " " + complaint + ".", violation);
  }

  private static Violation oneOf(List<?> allowed, String quote) {
    List<String> quoted = allowed.stream().map(value -> quote + value + quote).toList();
    String last = quoted.getLast();
    String first = String.join(", ", quoted.subList(0, quoted.size() - 1));
    return new Violation(Rule.ONE_OF, first.isEmpty() ? last : first + " or " + last);
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
      case OBJECT -> "an object";
      case POJO -> "a file";
      case BINARY -> "bytes";
      case NULL, MISSING -> "null";
    };
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static String listed(List<?> allowed) {
    return String.join(", ", allowed.stream().map(String::valueOf).toList());
  }
}
