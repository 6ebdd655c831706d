package io.jwasm.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Values of a JSON tree by pointers such as {@code /process/args/0}. */
final class JsonPlace {
  private JsonPlace() {}

  /**
   * Sets the value; makes what is missing on the way, an array where the next name is a number. A
   * number beyond the end of an array is its end.
   */
  static void put(ObjectNode root, String pointer, JsonNode value) {
    String[] names = pointer.substring(1).split("/", -1);
    JsonNode at = root;
    for (int i = 0; i < names.length - 1; i++) {
      JsonNode next = child(at, names[i]);
      if (next == null || !next.isContainerNode()) {
        next = isNumber(names[i + 1]) ? root.arrayNode() : root.objectNode();
        set(at, names[i], next);
      }
      at = next;
    }
    set(at, names[names.length - 1], value);
  }

  private static JsonNode child(JsonNode at, String name) {
    return at.isArray() ? at.get(Integer.parseInt(name)) : at.get(name);
  }

  private static void set(JsonNode at, String name, JsonNode value) {
    if (at instanceof ArrayNode array) {
      int index = Integer.parseInt(name);
      if (index < array.size()) {
        array.set(index, value);
      } else {
        array.add(value);
      }
    } else {
      ((ObjectNode) at).set(name, value);
    }
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty() && name.chars().allMatch(Character::isDigit);
  }
}
