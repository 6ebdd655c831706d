package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.runsc.container.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Messages for the operator: one line each on stderr, and one in the {@code --log} file, where
 * docker and containerd look for the reason of a failure. The file's lines have logrus' forms,
 * because that is what they parse.
 */
final class OperatorLog {
  private static final OpenOption[] APPEND = {
    StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND
  };

  private final PrintStream err;
  private final Optional<String> file;
  private final Format format;
  private final Clock clock;

  /** How a line of the log file is written. */
  enum Format {
    TEXT,
    JSON
  }

  OperatorLog(PrintStream err, Optional<String> file, Format format, Clock clock) {
    this.err = err;
    this.file = file;
    this.format = format;
    this.clock = clock;
  }

  /** Why the command failed. */
  void error(String message) {
    err.println("jwasm: " + oneLine(message));
    append("error", message);
  }

  /** What went wrong without failing the command. */
  void warning(String message) {
    err.println("jwasm: warning: " + oneLine(message));
    append("warning", message);
  }

  private void append(String level, String message) {
    if (file.isEmpty()) {
      return;
    }
    try {
      String line =
          switch (format) {
            case JSON -> jsonLine(level, message);
            case TEXT -> textLine(level, message);
          };
      // One write, so that lines of concurrent commands do not mix.
      Files.write(Flags.path(file.get()), line.getBytes(StandardCharsets.UTF_8), APPEND);
    } catch (IOException e) {
      complain(e.toString());
    } catch (Failure e) {
      complain(e.getMessage());
    }
  }

  private void complain(String reason) {
    err.println("jwasm: warning: cannot write the log file: " + oneLine(reason));
  }

  private String jsonLine(String level, String message) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("level", level);
      json.writeStringField("msg", message);
      json.writeStringField("time", time());
      json.writeEndObject();
    }
    return line.toString(StandardCharsets.UTF_8) + "\n";
  }

  private String textLine(String level, String message) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        default -> quoted.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return "time=\"" + time() + "\" level=" + level + " msg=\"" + quoted + "\"\n";
  }

  private String time() {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The text without anything that would start a new line or move a terminal's cursor. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t') {
        line.append(' ');
      } else {
        line.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return line.toString();
  }
}
