package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The logs of broken sandboxes that the launcher keeps when root runs it. */
final class CrashLogs {
  private static final Path DIRECTORY = Path.of("/var/log/jwasm");

  private CrashLogs() {}

  /** The logs with the text in their name. */
  static List<Path> of(String text) {
    if (!Files.exists(DIRECTORY)) {
      return List.of();
    }
    try (Stream<Path> logs = Files.list(DIRECTORY)) {
      return logs.filter(log -> log.getFileName().toString().contains(text)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the logs with the text in their name. */
  static void remove(String text) {
    for (Path log : of(text)) {
      try {
        Files.delete(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
