package io.jwasm.oci.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Unmodifiable copies of maps that keep the order of the document, which {@link Map#copyOf} does
 * not.
 */
final class OrderedMap {
  private OrderedMap() {}

  static <V> Map<String, V> copyOf(Map<String, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
