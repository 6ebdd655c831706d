package io.jwasm.oci.spec;

/** Places in a document as people write them: {@code linux.namespaces[3].type}. */
final class JsonPath {
  private JsonPath() {}

  /** Returns the place of a property of the object at a place. */
  static String property(String object, String name) {
    StringBuilder path = new StringBuilder(40).append(object);
    appendProperty(path, name);
    return path.toString();
  }

  /** Returns the place of an element of the array at a place. */
  static String element(String array, int index) {
    return array + '[' + index + ']';
  }

  /** Goes on from an array to one of its elements. */
  static void appendElement(StringBuilder path, int index) {
    path.append('[').append(index).append(']');
  }

  /** Goes on from an object to one of its properties. */
  static void appendProperty(StringBuilder path, String name) {
    if (!isPlain(name)) {
      path.append('[').append(Quote.of(name)).append(']');
      return;
    }
    path.append(path.isEmpty() ? "" : ".").append(name);
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= 60;
  }
}
