package io.jwasm.runsc.boot;

import io.jwasm.sentry.host.HostKernel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The file of {@code --log}, in the two forms that the launcher writes too, and, for the operator
 * who reads the sandbox's own log, stderr. A full disk, and a reader that does not read, lose lines
 * and nothing else.
 *
 * <p>Locks: none; a line is one write.
 */
final class SandboxLog {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int PATIENCE_MILLIS = 200;

  private final BootSettings settings;

  SandboxLog(BootSettings settings) {
    this.settings = settings;
  }

  /** Logs what went wrong with the guest. */
  void error(String message) {
    line("error", message);
  }

  /** Logs what somebody may want to look into. */
  void warning(String message) {
    line("warning", message);
  }

  /** Logs a detail; for {@code --debug} and {@code --strace}. */
  void debug(String message) {
    line("debug", message);
  }

  /** Writes to a descriptor as far as somebody takes it. */
  static void say(int fd, byte[] text) {
    HostKernel.say(fd, text, PATIENCE_MILLIS);
  }

  private void line(String level, String message) {
    byte[] bytes = line(level, message, Instant.now().toString()).getBytes(StandardCharsets.UTF_8);
    say(Descriptors.JVM_ERROR, bytes);
    say(Descriptors.LOG, bytes);
  }

  /**
   * Returns a line of the log.
   *
   * @param time null for a line that is made before its time
   */
  String line(String level, String message, String time) {
    String quoted = quote(message);
    if (settings.logJson()) {
      return "{\"level\":\""
          + level
          + "\",\"msg\":"
          + quoted
          + (time == null ? "" : ",\"time\":\"" + time + "\"")
          + "}\n";
    }
    return (time == null ? "" : "time=\"" + time + "\" ")
        + "level="
        + level
        + " msg="
        + quoted
        + "\n";
  }

  /** Text of a guest may hold anything; quoted it is one line. */
  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE) {
        String hex = Integer.toHexString(c);
        quoted.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
