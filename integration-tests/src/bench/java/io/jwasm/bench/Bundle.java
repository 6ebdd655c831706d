package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A bundle as {@code runc spec} makes it, with one program in its root file system and no terminal.
 */
record Bundle(Path directory) {
  /** A new bundle that runs the program. */
  static Bundle of(Workshop workshop, Path program) throws BenchException {
    Path directory = workshop.newDirectory("bundle");
    String name = program.getFileName().toString();
    try {
      Path rootfs = Files.createDirectory(directory.resolve("rootfs"));
      Files.copy(program, rootfs.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(
          directory.resolve("config.json"),
          Files.readString(workshop.configuration()).replace("/PROGRAM", "/" + name));
    } catch (IOException e) {
      throw new BenchException("cannot make a bundle: " + e.getMessage(), e);
    }
    return new Bundle(directory);
  }
}
