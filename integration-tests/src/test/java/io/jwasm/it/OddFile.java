package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are not what somebody who opens them expects. */
final class OddFile {
  private OddFile() {}

  /**
   * A new {@code fifo}, {@code file}, {@code directory}, {@code socket}, or link: {@code dangling},
   * {@code loop}.
   */
  static Path of(String kind) {
    return at(Scratch.file("odd"), kind);
  }

  /** The same at a path. */
  static Path at(Path path, String kind) {
    try {
      switch (kind) {
        case "fifo" -> Command.of("mkfifo", path).run().ok();
        case "file" -> Files.writeString(path, "odd");
        case "directory" -> Files.createDirectory(path);
        case "socket" -> bind(path);
        case "dangling" -> Files.createSymbolicLink(path, Path.of("/no/such/file"));
        case "loop" -> Files.createSymbolicLink(path, path);
        default -> throw new AssertionError(kind);
      }
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void bind(Path path) throws IOException {
    // The file stays when the socket is closed.
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
    }
  }
}
