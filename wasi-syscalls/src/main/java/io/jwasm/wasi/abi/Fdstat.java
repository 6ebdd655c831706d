package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.vfs.FileDescription;

/**
 * The layout of {@code fdstat}, 24 bytes:
 *
 * <pre>
 *  0      2       8               16
 * [type][flags][rights base][rights inheriting]
 * </pre>
 */
public final class Fdstat {
  public static final int BYTES = 24;

  private Fdstat() {}

  /** Writes what is known of an open file; EFAULT before anything is written. */
  public static void write(GuestMemory memory, int address, FileDescription file)
      throws ErrnoException {
    memory.zero(address, BYTES);
    memory.putByte(address, WasiFileType.of(file.type()));
    memory.putShort(address + 2, FdFlags.encode(file.flags()));
    memory.putLong(address + 8, Rights.of(file));
    memory.putLong(address + 16, Rights.inheritedFrom(file));
  }
}
