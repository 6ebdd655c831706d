package io.jwasm.wasi.abi;

import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;

/** The numbers of {@code filetype}. */
public final class WasiFileType {
  private static final byte SOCKET_DGRAM = 5;

  private WasiFileType() {}

  /** Returns the number of an open file's type, which tells datagrams from streams. */
  public static byte of(FileDescription file) {
    return file instanceof Socket socket && socket.socketType() == SocketType.DGRAM
        ? SOCKET_DGRAM
        : of(file.type());
  }

  /**
   * Returns the number of a file type; WASI has none for a FIFO and calls it unknown. A name of a
   * socket is a stream's: what listens there is not known.
   */
  public static byte of(FileType type) {
    return switch (type) {
      case FIFO -> 0;
      case BLOCK_DEVICE -> 1;
      case CHARACTER_DEVICE -> 2;
      case DIRECTORY -> 3;
      case REGULAR -> 4;
      case SOCKET -> 6;
      case SYMLINK -> 7;
    };
  }
}
