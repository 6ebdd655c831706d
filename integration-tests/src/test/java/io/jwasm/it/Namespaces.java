package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The namespaces a process is in, by the numbers the kernel gives them. */
final class Namespaces {
  private Namespaces() {}

  /**
   * Inode number of the namespace ({@code mnt}, {@code net}, ...) of a process ({@code self} or a
   * number).
   */
  static long inode(Object process, String namespace) {
    return inode(Path.of("/proc/%s/ns/%s".formatted(process, namespace)));
  }

  /** Inode number of the namespace that a path leads to. */
  static long inode(Path path) {
    try {
      return (Long) Files.getAttribute(path, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
