package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one directory below which everything of this run happens. Its path is short, because unix
 * sockets lie in it, and its name, the marker, is in the name of every container, cgroup and
 * directory that the tests make, so that what was left behind is told from what others do on the
 * machine.
 */
final class Scratch {
  private static final String MARKER = "jwit" + HexFormat.of().formatHex(randomBytes());
  private static final Path DIRECTORY = create();
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private Scratch() {}

  /** A text that nobody else on the machine uses. */
  static String marker() {
    return MARKER;
  }

  static Path directory() {
    return DIRECTORY;
  }

  /** A new identifier that starts with the marker. */
  static String newId() {
    return MARKER + "-" + COUNTER.incrementAndGet();
  }

  /** A path that does not exist yet. */
  static Path file(String kind) {
    return DIRECTORY.resolve("%s-%d".formatted(kind, COUNTER.incrementAndGet()));
  }

  /**
   * A new empty directory that everybody may enter, as a root file system of a user namespace needs
   * it.
   */
  static Path newDirectory(String kind) {
    try {
      return Files.createDirectory(file(kind));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[3];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static Path create() {
    try {
      Path directory = Files.createDirectory(Path.of("/tmp", MARKER));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Teardown.last(() -> HostTraces.clear(MARKER));
      Teardown.last(() -> HostTraces.remove(directory));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
