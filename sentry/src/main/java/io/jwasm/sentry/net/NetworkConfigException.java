package io.jwasm.sentry.net;

/**
 * A text about the network that cannot be understood; the message is one sentence for the operator,
 * without the name of the setting that it was found in.
 */
public final class NetworkConfigException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CHARS = 80;

  /** Says in one sentence what is wrong. */
  public NetworkConfigException(String message) {
    super(message);
  }

  /**
   * Says what was found, quoted on one line and cut, and what to write instead.
   *
   * @param remedy goes on after a semicolon
   */
  static NetworkConfigException found(String entry, String remedy) {
    StringBuilder message = new StringBuilder("found \"");
    int end = Math.min(entry.length(), MAX_CHARS);
    for (int i = 0; i < end; i++) {
      char letter = entry.charAt(i);
      message.append(letter >= ' ' && letter <= '~' && letter != '"' ? letter : '?');
    }
    message.append(end < entry.length() ? "...\"; " : "\"; ").append(remedy);
    return new NetworkConfigException(message.toString());
  }
}
