package io.jwasm.runsc.boot;

import io.jwasm.sentry.host.InheritedFd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The file of {@code --log}, in the two forms that the launcher writes too, and, for the operator
 * who reads the sandbox's own log, stderr. Nothing is formatted or opened before the first line.
 */
final class SandboxLog {
  private static final int FIRST_PRINTABLE = 0x20;

  private final BootSettings settings;
  private FileChannel file;

  SandboxLog(BootSettings settings) {
    this.settings = settings;
  }

  /** Logs what went wrong with the guest. */
  void error(String message) {
    line("error", message);
  }

  /** Logs a detail; for {@code --debug} and {@code --strace}. */
  void debug(String message) {
    line("debug", message);
  }

  private synchronized void line(String level, String message) {
    String time = Instant.now().toString();
    String quoted = quote(message);
    String line =
        settings.logJson()
            ? "{\"level\":\"" + level + "\",\"msg\":" + quoted + ",\"time\":\"" + time + "\"}"
            : "time=\"" + time + "\" level=" + level + " msg=" + quoted;
    System.err.println(line);
    try {
      if (file == null) {
        file = InheritedFd.writable(Descriptors.LOG);
      }
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      System.err.println("jwasm: cannot write the log: " + e.getMessage());
    }
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
