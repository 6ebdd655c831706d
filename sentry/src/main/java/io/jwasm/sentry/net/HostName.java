package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/**
 * Names of hosts as text: labels of ASCII letters, digits, hyphens and underscores with dots
 * between them. Others are written as {@code xn--} names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1123#section-2.1">RFC 1123, 2.1</a>
 */
public final class HostName {
  /** Most characters without the dot at the end: DNS has 255 bytes for it with their lengths. */
  public static final int MAX_CHARS = 253;

  private static final int MAX_LABEL_CHARS = 63;
  private static final String LOCALHOST = "localhost";

  private HostName() {}

  /**
   * Returns the one form of a name: in lower case, without a dot at its end.
   *
   * <p>Errors: ENAMETOOLONG for more than {@link #MAX_CHARS} or a label of more than 63; EINVAL for
   * what is no name, also for numbers that some readers take for an IPv4 address.
   */
  public static String canonical(String name) throws ErrnoException {
    int length = name.endsWith(".") ? name.length() - 1 : name.length();
    if (length > MAX_CHARS) {
      throw Errno.ENAMETOOLONG.exception();
    }
    StringBuilder lower = new StringBuilder(length);
    int label = 0;
    for (int i = 0; i < length; i++) {
      char letter = name.charAt(i);
      if (letter == '.') {
        checkLabel(i - label);
        label = i + 1;
      } else if (!isAllowed(letter) || (letter == '-' && i == label)) {
        throw Errno.EINVAL.exception();
      }
      lower.append(letter >= 'A' && letter <= 'Z' ? (char) (letter | 0x20) : letter);
    }
    checkLabel(length - label);
    if (isNumber(lower, label)) {
      throw Errno.EINVAL.exception();
    }
    return lower.toString();
  }

  /**
   * Returns whether a name is {@code localhost} or below it, which are always this machine.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6761#section-6.3">RFC 6761, 6.3</a>
   */
  public static boolean isLocalhost(String name) {
    int end = name.endsWith(".") ? name.length() - 1 : name.length();
    int begin = end - LOCALHOST.length();
    return begin >= 0
        && name.regionMatches(true, begin, LOCALHOST, 0, LOCALHOST.length())
        && (begin == 0 || name.charAt(begin - 1) == '.');
  }

  private static void checkLabel(int length) throws ErrnoException {
    if (length == 0) {
      throw Errno.EINVAL.exception();
    }
    if (length > MAX_LABEL_CHARS) {
      throw Errno.ENAMETOOLONG.exception();
    }
  }

  private static boolean isAllowed(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || letter == '-'
        || letter == '_';
  }

  /** Returns whether the last label is decimal or {@code 0x} and digits, as inet_aton(3) reads. */
  private static boolean isNumber(CharSequence name, int label) {
    boolean hex =
        name.length() > label + 1 && name.charAt(label) == '0' && name.charAt(label + 1) == 'x';
    for (int i = hex ? label + 2 : label; i < name.length(); i++) {
      if (Character.digit(name.charAt(i), hex ? 16 : 10) < 0) {
        return false;
      }
    }
    return true;
  }
}
