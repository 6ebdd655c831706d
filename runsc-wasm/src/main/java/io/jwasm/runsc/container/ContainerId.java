package io.jwasm.runsc.container;

import java.util.HexFormat;

/** A container's name, checked: it is also the name of a directory. The rule is runc's. */
public record ContainerId(String text) {
  private static final int MAX_CHARS = 1024;

  private static final int MAX_NAME_CHARS = 255;
  private static final int CUT_NAME_CHARS = 200;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * The id that {@code text} spells.
   *
   * <p>Errors: {@code InvalidArgument} when it is empty, too long, {@code .} or {@code ..}, or has
   * another character than letters, digits and {@code _+.-}.
   */
  public static ContainerId parse(String text) throws Failure {
    if (text.length() > MAX_CHARS) {
      throw new Failure.InvalidArgument(
          "invalid container ID format: "
              + text.length()
              + " characters are more than "
              + MAX_CHARS);
    }
    if (!isValid(text)) {
      throw new Failure.InvalidArgument(
          "invalid container ID format: \"" + text + "\" is not made of A-Z a-z 0-9 _ + . -");
    }
    return new ContainerId(text);
  }

  /** True when {@code text} may name a container. */
  static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS || text.equals(".") || text.equals("..")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isAllowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Name of the container's directory: the id, or where that is too long for a file name, its
   * beginning, {@code ~}, which no id has, and a hash of the whole. The rule is the launcher's.
   */
  String directoryName() {
    if (text.length() <= MAX_NAME_CHARS) {
      return text;
    }
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return text.substring(0, CUT_NAME_CHARS) + '~' + HexFormat.of().toHexDigits(hash);
  }

  /** True when {@code name} may be a {@link #directoryName()}. */
  static boolean isDirectoryName(String name) {
    boolean isCut = name.length() > CUT_NAME_CHARS && name.charAt(CUT_NAME_CHARS) == '~';
    return isValid(isCut ? name.substring(0, CUT_NAME_CHARS) : name);
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '+'
        || c == '.'
        || c == '-';
  }

  @Override
  public String toString() {
    return text;
  }
}
