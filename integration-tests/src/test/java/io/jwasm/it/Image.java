package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A root file system with every guest in it, as a tar file for {@code import}: no registry is
 * needed.
 */
final class Image {
  /** The name that every engine gives it. */
  static final String NAME = "guests:1";

  private static final String[] GUESTS = {
    "hello", "exit", "args", "env", "cat", "sleep", "loop", "stderr"
  };

  private Image() {}

  /**
   * The tar file: {@code /hello.wasm}, ..., {@code /app/hello.wasm}, {@code /data/of-image} and
   * {@code /bin/sh}, which is an ELF program.
   */
  static Path tar(ContainerRuntime runtime) {
    Path root = Scratch.newDirectory("image");
    Path tar = Scratch.file("image.tar");
    try {
      for (String guest : GUESTS) {
        copy(runtime.guest(guest), root.resolve(guest + ".wasm"));
      }
      copy(runtime.guest("hello"), root.resolve("app/hello.wasm"));
      if (runtime.format() == GuestFormat.WASM) {
        copy(Guests.threaded("threads"), root.resolve("threads.wasm"));
        copy(Guests.wasi("memory"), root.resolve("memory.wasm"));
        copy(Guests.wasm("stackoverflow"), root.resolve("stackoverflow.wasm"));
      }
      copy(Guests.executable("hello"), root.resolve("bin/sh"));
      copy(runtime.program("fs/file"), root.resolve("file.wasm"));
      copy(runtime.program("waiting"), root.resolve("waiting.wasm"));
      Files.createDirectories(root.resolve("etc"));
      Files.createDirectories(root.resolve("data"));
      Files.writeString(root.resolve("data/of-image"), "of the image");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.of("tar", "-C", root, "-cf", tar, ".").run().ok();
    return tar;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
