package io.jwasm.wasi.abi;

import io.jwasm.sentry.vfs.FileType;

/** The numbers of {@code filetype}. */
public final class WasiFileType {
  private WasiFileType() {}

  /** Returns the number of a file type; WASI has none for a FIFO and calls it unknown. */
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
