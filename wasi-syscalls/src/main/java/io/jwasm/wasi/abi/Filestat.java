package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.vfs.FileDescription;

/**
 * The layout of {@code filestat}, 64 bytes:
 *
 * <pre>
 *  0     8     16     24      32     40     48     56
 * [dev] [ino] [type] [nlink] [size] [atim] [mtim] [ctim]
 * </pre>
 */
public final class Filestat {
  public static final int BYTES = 64;

  private Filestat() {}

  /** Writes what is known of an open file; EFAULT before anything is written. */
  public static void write(GuestMemory memory, int address, FileDescription file)
      throws ErrnoException {
    long size = file.sizeBytes();
    memory.zero(address, BYTES);
    memory.putByte(address + 16, WasiFileType.of(file.type()));
    memory.putLong(address + 24, 1);
    memory.putLong(address + 32, size);
  }
}
