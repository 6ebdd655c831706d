package io.jwasm.sentry.net;

/**
 * Addresses as people write them; nothing here asks a name server.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/inet_pton.3.html">inet_pton(3)</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a>
 */
public final class IpAddressText {
  private static final int GROUPS = 8;
  private static final int MAX_TEXT = 64;

  private IpAddressText() {}

  /**
   * Returns the address that a text is, or null when it is none: four decimal numbers, or eight
   * groups of IPv6 with {@code ::}, an IPv4 tail and a numeric {@code %scope} allowed.
   */
  public static IpAddress parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      byte[] v4 = parseV4(text);
      return v4 == null ? null : IpAddress.of(v4);
    }
    int percent = text.indexOf('%');
    int scope = percent < 0 ? 0 : number(text.substring(percent + 1), 10, Integer.MAX_VALUE);
    byte[] v6 = scope < 0 ? null : parseV6(percent < 0 ? text : text.substring(0, percent));
    return v6 == null ? null : IpAddress.of(v6, scope);
  }

  private static byte[] parseV4(String text) {
    byte[] bytes = new byte[IpAddress.V4_BYTES];
    String[] parts = text.split("\\.", -1);
    if (parts.length != bytes.length) {
      return null;
    }
    for (int i = 0; i < bytes.length; i++) {
      int value = number(parts[i], 10, 255);
      // A leading zero means octal to some readers: an address that two of them read differently.
      if (value < 0 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
        return null;
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  private static byte[] parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = groups(text);
      return groups == null || groups.length != GROUPS ? null : bytes(groups, new int[0]);
    }
    // An IPv4 address stands at the end and nowhere else.
    boolean early = text.lastIndexOf('.', gap) >= 0;
    int[] head = early ? null : groups(text.substring(0, gap));
    int[] tail = groups(text.substring(gap + 2));
    boolean fits = head != null && tail != null && head.length + tail.length < GROUPS;
    return fits ? bytes(head, tail) : null;
  }

  /** Returns the groups between colons; an IPv4 address at the end is two of them. */
  private static int[] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    byte[] v4 = parts[parts.length - 1].indexOf('.') < 0 ? null : parseV4(parts[parts.length - 1]);
    int plain = v4 == null ? parts.length : parts.length - 1;
    int[] groups = new int[v4 == null ? plain : plain + 2];
    if (groups.length > GROUPS) {
      return null;
    }
    for (int i = 0; i < plain; i++) {
      groups[i] = parts[i].length() > 4 ? -1 : number(parts[i], 16, 0xffff);
      if (groups[i] < 0) {
        return null;
      }
    }
    if (v4 != null) {
      groups[plain] = (v4[0] & 0xff) << 8 | (v4[1] & 0xff);
      groups[plain + 1] = (v4[2] & 0xff) << 8 | (v4[3] & 0xff);
    }
    return groups;
  }

  private static byte[] bytes(int[] head, int[] tail) {
    byte[] bytes = new byte[IpAddress.V6_BYTES];
    for (int i = 0; i < head.length; i++) {
      put(bytes, i, head[i]);
    }
    for (int i = 0; i < tail.length; i++) {
      put(bytes, GROUPS - tail.length + i, tail[i]);
    }
    return bytes;
  }

  private static void put(byte[] bytes, int group, int value) {
    bytes[2 * group] = (byte) (value >> 8);
    bytes[2 * group + 1] = (byte) value;
  }

  /** Returns the number that a text of plain digits is, or -1. */
  private static int number(String text, int radix, int most) {
    if (text.isEmpty() || text.length() > 10) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      int digit = letter < 128 ? Character.digit(letter, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value > most ? -1 : (int) value;
  }

  /** Returns the text of an address; one that is mapped from IPv4 ends as that is written. */
  static String format(byte[] bytes, int scope) {
    StringBuilder text = new StringBuilder();
    if (bytes.length == IpAddress.V4_BYTES) {
      appendV4(text, bytes, 0);
    } else if (EmbeddedIpv4.isMapped(bytes)) {
      appendV4(text.append("::ffff:"), bytes, IpAddress.V6_BYTES - IpAddress.V4_BYTES);
    } else {
      appendGroups(text, bytes);
    }
    return scope == 0 ? text.toString() : text.append('%').append(scope).toString();
  }

  private static void appendV4(StringBuilder text, byte[] bytes, int begin) {
    for (int i = 0; i < IpAddress.V4_BYTES; i++) {
      text.append(i == 0 ? "" : ".").append(bytes[begin + i] & 0xff);
    }
  }

  private static void appendGroups(StringBuilder text, byte[] bytes) {
    int[] gap = longestZeros(bytes);
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap[0]) {
        text.append("::");
        i += gap[1] - 1;
        continue;
      }
      text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
      text.append(Integer.toHexString(group(bytes, i)));
    }
  }

  /** Returns where the longest run of two or more zero groups begins, or -1, and its length. */
  private static int[] longestZeros(byte[] bytes) {
    int[] longest = {-1, 1};
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && group(bytes, i + run) == 0) {
        run++;
      }
      if (run > longest[1]) {
        longest = new int[] {i, run};
      }
    }
    return longest;
  }

  private static int group(byte[] bytes, int i) {
    return (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
  }
}
