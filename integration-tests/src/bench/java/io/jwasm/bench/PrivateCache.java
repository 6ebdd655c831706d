package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory for compiled modules that nobody else may write. */
final class PrivateCache {
  private PrivateCache() {}

  /** A new empty one. */
  static Path create(Workshop workshop) throws BenchException {
    Path directory = workshop.newDirectory("cache");
    try {
      return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new BenchException("cannot make " + directory + ": " + e.getMessage(), e);
    }
  }
}
