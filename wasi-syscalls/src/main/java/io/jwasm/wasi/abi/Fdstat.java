package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.mm.GuestMemory;

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

  /** Writes what is known of a descriptor; EFAULT before anything is written. */
  public static void write(GuestMemory memory, int address, Descriptor descriptor)
      throws ErrnoException {
    memory.zero(address, BYTES);
    memory.putByte(address, WasiFileType.of(descriptor.file()));
    memory.putShort(address + 2, FdFlags.encode(descriptor.file().statusFlags()));
    memory.putLong(address + 8, Rights.base(descriptor));
    memory.putLong(address + 16, Rights.inheriting(descriptor));
  }
}
