package dev.mynah.server.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Turns schemas that let unknown fields pass, as they must towards clients, into ones that don't,
 * so that no field of an answer goes undescribed.
 */
final class StrictSchemas {
  private StrictSchemas() {}

  /** Returns a copy of everything under a node in which objects hold only what is described. */
  static JsonNode of(JsonNode node, JsonNode root) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(each -> copy.add(of(each, root)));
      return copy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode whole = joined(object, root);
    ObjectNode copy = whole.objectNode();
    for (Map.Entry<String, JsonNode> field : whole.properties()) {
      copy.set(field.getKey(), of(field.getValue(), root));
    }
    if (whole.path("properties").isObject()
        && whole.path("type").asText().equals("object")
        && !whole.has("additionalProperties")) {
      copy.put("additionalProperties", false);
    }
    return copy;
  }

  /** Objects that are put together from several are written out as one. */
  private static ObjectNode joined(ObjectNode schema, JsonNode root) {
    JsonNode parts = schema.path("allOf");
    if (parts.size() < 2) {
      return schema;
    }
    ObjectNode joined = schema.deepCopy();
    joined.remove("allOf");
    joined.put("type", "object");
    for (JsonNode part : parts) {
      JsonNode resolved =
          part.has("$ref") ? root.at(part.path("$ref").asText().substring(1)) : part;
      for (String name : Set.of("properties", "required")) {
        add(joined, name, resolved.path(name));
      }
    }
    return joined;
  }

  private static void add(ObjectNode joined, String name, JsonNode more) {
    if (more instanceof ObjectNode fields) {
      joined.withObjectProperty(name).setAll(fields);
    } else if (more instanceof ArrayNode names) {
      joined.withArrayProperty(name).addAll(names);
    }
  }
}
