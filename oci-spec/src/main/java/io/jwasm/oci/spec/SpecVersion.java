package io.jwasm.oci.spec;

/** Versions of the runtime-spec, which are SemVer 2.0.0. */
final class SpecVersion {
  private SpecVersion() {}

  /**
   * Returns whether the text is a version at all, such as {@code 1.0.2-dev} or {@code 1.3.0+dev}.
   */
  static boolean isWellFormed(String text) {
    int build = text.indexOf('+');
    if (build >= 0 && !areIdentifiers(text.substring(build + 1))) {
      return false;
    }
    String version = build < 0 ? text : text.substring(0, build);
    int prerelease = version.indexOf('-');
    if (prerelease >= 0 && !isPrerelease(version.substring(prerelease + 1))) {
      return false;
    }
    return isCore(prerelease < 0 ? version : version.substring(0, prerelease));
  }

  /** Returns whether a well-formed version is one of major version 1. */
  static boolean isSupported(String version) {
    return version.startsWith("1.");
  }

  private static boolean isCore(String core) {
    int first = core.indexOf('.');
    int second = core.indexOf('.', first + 1);
    return first > 0
        && second > 0
        && isNumber(core.substring(0, first))
        && isNumber(core.substring(first + 1, second))
        && isNumber(core.substring(second + 1));
  }

  private static boolean isNumber(String text) {
    return isDigits(text) && (text.length() == 1 || text.charAt(0) != '0');
  }

  private static boolean isPrerelease(String text) {
    if (!areIdentifiers(text)) {
      return false;
    }
    int start = 0;
    for (int end = 0; start <= text.length(); start = end + 1) {
      end = text.indexOf('.', start);
      end = end < 0 ? text.length() : end;
      String identifier = text.substring(start, end);
      if (isDigits(identifier) && !isNumber(identifier)) {
        return false;
      }
    }
    return true;
  }

  private static boolean areIdentifiers(String text) {
    char before = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == '.' ? before == '.' : !letter && !isDigit(c) && c != '-') {
        return false;
      }
      before = c;
    }
    return before != '.';
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
