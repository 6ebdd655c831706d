package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, at most {@link SpecReader#MAX_VIOLATIONS} of it. */
final class Violations {
  private final List<Violation> list = new ArrayList<>();

  void add(String path, String message) {
    if (list.size() < SpecReader.MAX_VIOLATIONS) {
      list.add(new Violation(path, message));
    }
  }

  /** Notes a path that does not start at the root. */
  void requireAbsolute(String path, String value) {
    if (!value.startsWith("/")) {
      add(path, "found " + Quote.of(value) + "; write an absolute path");
    }
  }

  /** Notes paths that do not start at the root. */
  void requireAbsolute(String path, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      requireAbsolute(JsonPath.element(path, i), values.get(i));
    }
  }

  List<Violation> list() {
    return List.copyOf(list);
  }
}
