package dev.mynah.server.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares JSON with a shape, field by field, and keeps values the shape gives a name. A shape is
 * JSON in which some texts stand for a kind of value: {@code <uuid>}, {@code <int>} and so on.
 */
final class JsonShapes {
  private static final Pattern KIND = Pattern.compile("<(.*?)(?: ?=(\\w+))?>");
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/[^\\s\"]+");
  private static final double YEAR_2020 = 1_577_836_800; // Unix seconds
  private static final String BASE = "@";
  private static final String ANY_NUMBER = "...";

  private final Map<String, String> shapes;
  private final Map<String, String> values = new HashMap<>();

  JsonShapes(Map<String, String> shapes) {
    this.shapes = Map.copyOf(shapes);
  }

  /** Gives a value a name. */
  void keep(String name, String value) {
    values.put(name, value);
  }

  /** Returns a text with the values its names stand for. */
  String filled(String text) {
    Matcher variable = VARIABLE.matcher(text);
    return variable.replaceAll(
        match -> {
          String value = values.get(match.group(1));
          if (value == null) {
            throw new IllegalArgumentException("nothing is called $" + match.group(1) + " yet");
          }
          return Matcher.quoteReplacement(value);
        });
  }

  /** Returns what is wrong with an answer, a line each; none if it has the shape. */
  List<String> differences(String shape, JsonNode actual) {
    List<String> wrong = new ArrayList<>();
    String written = shape.startsWith(BASE) ? "\"" + shape + "\"" : filled(shape);
    compare("", read(written), actual, wrong);
    return wrong;
  }

  private void compare(String path, JsonNode shape, JsonNode actual, List<String> wrong) {
    JsonNode expected = resolved(shape);
    if (expected.isTextual() && KIND.matcher(expected.textValue()).matches()) {
      compareKind(path, expected.textValue(), actual, wrong);
    } else if (expected.isObject()) {
      compareObject(path, expected, actual, wrong);
    } else if (expected.isArray()) {
      compareArray(path, expected, actual, wrong);
    } else if (!expected.equals(actual)) {
      wrong.add(path + " must be " + expected + " but is " + actual);
    }
  }

  private JsonNode resolved(JsonNode shape) {
    if (shape.isTextual() && shape.textValue().startsWith(BASE)) {
      return resolved(named(shape.textValue().substring(BASE.length())));
    }
    if (shape.isObject() && shape.has(BASE)) {
      ObjectNode whole = resolved(named(shape.get(BASE).textValue())).deepCopy();
      for (Map.Entry<String, JsonNode> field : shape.properties()) {
        whole.remove(field.getKey() + "?");
        whole.set(field.getKey(), field.getValue());
      }
      whole.remove(BASE);
      return whole;
    }
    return shape;
  }

  private JsonNode named(String name) {
    String shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("there is no shape " + name);
    }
    return read(shape);
  }

  private void compareObject(String path, JsonNode shape, JsonNode actual, List<String> wrong) {
    if (!actual.isObject()) {
      wrong.add(path + " must be an object but is " + actual);
      return;
    }
    TreeSet<String> unexpected = new TreeSet<>();
    actual.fieldNames().forEachRemaining(unexpected::add);
    for (Map.Entry<String, JsonNode> field : shape.properties()) {
      boolean optional = field.getKey().endsWith("?");
      String name =
          optional ? field.getKey().substring(0, field.getKey().length() - 1) : field.getKey();
      unexpected.remove(name);
      if (actual.has(name)) {
        compare(path + "." + name, field.getValue(), actual.get(name), wrong);
      } else if (!optional) {
        wrong.add(path + "." + name + " is missing");
      }
    }
    unexpected.forEach(name -> wrong.add(path + "." + name + " is not in the contract"));
  }

  private void compareArray(String path, JsonNode shape, JsonNode actual, List<String> wrong) {
    if (!actual.isArray()) {
      wrong.add(path + " must be an array but is " + actual);
      return;
    }
    boolean anyNumber = shape.size() == 2 && shape.get(0).asText().equals(ANY_NUMBER);
    if (!anyNumber && shape.size() != actual.size()) {
      wrong.add(path + " must have " + shape.size() + " entries but has " + actual.size());
      return;
    }
    for (int i = 0; i < actual.size(); i++) {
      compare(path + "[" + i + "]", shape.get(anyNumber ? 1 : i), actual.get(i), wrong);
    }
  }

  private void compareKind(String path, String shape, JsonNode actual, List<String> wrong) {
    Matcher kind = KIND.matcher(shape);
    if (!kind.matches()) {
      throw new IllegalArgumentException(shape);
    }
    if (!is(kind.group(1), actual)) {
      wrong.add(path + " must be " + shape + " but is " + actual);
    } else if (kind.group(2) != null) {
      keep(kind.group(2), actual.asText());
    }
  }

  private static boolean is(String kind, JsonNode actual) {
    String text = actual.isTextual() ? actual.textValue() : "";
    return switch (kind) {
      case "uuid" -> UUID.matcher(text).matches();
      case "hex32" -> text.matches("[0-9a-f]{32}");
      case "hex24" -> text.matches("[0-9a-f]{24}");
      case "url" -> URL.matcher(text).matches();
      case "time" -> TIME.matcher(text).matches();
      case "text" -> !text.isBlank();
      case "string" -> actual.isTextual();
      case "bool" -> actual.isBoolean();
      case "int" -> actual.isIntegralNumber() && actual.longValue() >= 0;
      case "number" -> actual.isNumber() && actual.doubleValue() >= 0;
      case "seconds" -> actual.isDouble() && actual.doubleValue() > YEAR_2020;
      case "object" -> actual.isObject();
      default -> isSpecial(kind, text);
    };
  }

  private static boolean isSpecial(String kind, String text) {
    if (kind.startsWith("~")) {
      return text.contains(kind.substring(1));
    }
    if (kind.startsWith("url .")) {
      String path = text.split("\\?", 2)[0];
      return URL.matcher(text).matches() && path.endsWith(kind.substring("url ".length()));
    }
    if (kind.contains("|")) {
      return List.of(kind.split("\\|")).contains(text);
    }
    throw new IllegalArgumentException("no such kind of value: " + kind);
  }

  private static JsonNode read(String json) {
    try {
      return Api.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a shape is no JSON: " + json, e);
    }
  }
}
