package io.jwasm.runsc.container;

/** A container's name, checked: it is also the name of a directory. The rule is runc's. */
public record ContainerId(String text) {
  private static final int MAX_CHARS = 1024;

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
