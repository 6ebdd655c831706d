package io.jwasm.oci.spec;

import java.util.HashSet;
import java.util.Set;

/** The objects and arrays a parser is inside of, outermost first, and where in each it is. */
final class JsonNesting {
  private final Level[] levels = new Level[SpecReader.MAX_DEPTH + 1];
  private int depth;

  /** Starts outside of everything. */
  JsonNesting() {
    levels[0] = new Level(null);
  }

  /** Returns how many objects and arrays are open. */
  int depth() {
    return depth;
  }

  /** Returns whether the level of that depth is an object. */
  boolean isObject(int level) {
    return levels[level].start == JsonToken.START_OBJECT;
  }

  /** Returns whether the level of that depth is an array. */
  boolean isArray(int level) {
    return levels[level].start == JsonToken.START_ARRAY;
  }

  /** Returns the index of the entry of the level of that depth, from 0. */
  int index(int level) {
    return levels[level].index;
  }

  /** Returns the name of the innermost object's property. */
  String name() {
    return levels[depth].name;
  }

  /** Enters an object or array. Returns false when that is one too many. */
  boolean open(JsonToken start) {
    if (depth == SpecReader.MAX_DEPTH) {
      return false;
    }
    depth++;
    levels[depth] = new Level(start);
    return true;
  }

  /** Leaves the innermost object or array. */
  void close() {
    depth--;
  }

  /** Goes to the next entry of the innermost level. Returns whether a comma comes before it. */
  boolean nextEntry() {
    levels[depth].index++;
    return depth > 0 && levels[depth].index > 0;
  }

  /** Gives the innermost object's property its name. Returns false when the object has it twice. */
  boolean setName(String name) {
    levels[depth].name = name;
    return levels[depth].names.add(name);
  }

  /** Returns where this is, such as {@code process.args[0]}; empty outside of everything. */
  String path() {
    StringBuilder path = new StringBuilder(40);
    for (int level = 1; level <= depth; level++) {
      levels[level].appendTo(path);
    }
    return path.toString();
  }

  /** Never used twice: to empty the set of an object of many names takes time each time. */
  private static final class Level {
    private final JsonToken start;

    /** Names so far. A bin of a set becomes a tree, so names of one hash are found quickly too. */
    private final Set<String> names;

    private int index = -1;
    private String name;

    private Level(JsonToken start) {
      this.start = start;
      this.names = start == JsonToken.START_OBJECT ? new HashSet<>() : null;
    }

    /** Appends nothing before the first entry. */
    private void appendTo(StringBuilder path) {
      if (name != null) {
        JsonPath.appendProperty(path, name);
      } else if (start == JsonToken.START_ARRAY && index >= 0) {
        JsonPath.appendElement(path, index);
      }
    }
  }
}
