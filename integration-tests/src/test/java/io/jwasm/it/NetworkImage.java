package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A root file system with the guests that use a network, as a tar file for {@code import}. */
final class NetworkImage {
  /** The name that every engine gives it. */
  static final String NAME = "network:1";

  /** Size of {@code /srv/big}. */
  static final int BIG_BYTES = 3_000_000;

  private static final List<String> GUESTS = List.of("httpd", "client", "udp", "reach");

  private NetworkImage() {}

  /** The tar file: {@code /httpd.wasm}, ..., and {@code /srv} with a small file and a big one. */
  static Path tar(ContainerRuntime runtime) {
    Path root = Scratch.newDirectory("image");
    Path tar = Scratch.file("image.tar");
    try {
      for (String guest : GUESTS) {
        copy(runtime.program("net/" + guest), root.resolve(guest + ".wasm"));
      }
      copy(runtime.guest("env"), root.resolve("env.wasm"));
      if (runtime.format() == GuestFormat.WASM) {
        copy(Guests.wasi("net/httpd-wasmedge"), root.resolve("httpd-wasmedge.wasm"));
        copy(Guests.rust("server"), root.resolve("server.wasm"));
      }
      Files.createDirectories(root.resolve("etc"));
      Path served = Files.createDirectories(root.resolve("srv"));
      Files.writeString(served.resolve("small"), "of the image\n");
      Files.write(served.resolve("big"), new byte[BIG_BYTES]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.of("tar", "-C", root, "-cf", tar, ".").run().ok();
    return tar;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
