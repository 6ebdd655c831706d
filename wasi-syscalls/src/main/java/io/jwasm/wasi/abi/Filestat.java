package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.vfs.Stat;

/**
 * The layout of {@code filestat}, 64 bytes:
 *
 * <pre>
 *  0     8     16     24      32     40     48     56
 * [dev] [ino] [type] [nlink] [size] [atim] [mtim] [ctim]
 * </pre>
 *
 * and in {@code wasi_unstable}, where the number of links has 32 bits, 56 bytes:
 *
 * <pre>
 *  0     8     16     20      24     32     40     48
 * [dev] [ino] [type] [nlink] [size] [atim] [mtim] [ctim]
 * </pre>
 */
public final class Filestat {
  public static final int BYTES = 64;
  public static final int UNSTABLE_BYTES = 56;

  private Filestat() {}

  /** Writes what is known of a file; EFAULT before anything is written. */
  public static void write(GuestMemory memory, int address, Stat stat) throws ErrnoException {
    write(memory, address, stat, WasiFileType.of(stat.type()));
  }

  /**
   * As {@link #write(GuestMemory, int, Stat)}, with a type that says more.
   *
   * @param type of {@link WasiFileType}
   */
  public static void write(GuestMemory memory, int address, Stat stat, byte type)
      throws ErrnoException {
    memory.zero(address, BYTES);
    writeHead(memory, address, stat, type);
    memory.putLong(address + 24, stat.links());
    writeTail(memory, address + 32, stat);
  }

  /** Writes the same in the layout of {@code wasi_unstable}. */
  public static void writeUnstable(GuestMemory memory, int address, Stat stat)
      throws ErrnoException {
    writeUnstable(memory, address, stat, WasiFileType.of(stat.type()));
  }

  /** As {@link #write(GuestMemory, int, Stat, byte)} in the layout of {@code wasi_unstable}. */
  public static void writeUnstable(GuestMemory memory, int address, Stat stat, byte type)
      throws ErrnoException {
    memory.zero(address, UNSTABLE_BYTES);
    writeHead(memory, address, stat, type);
    memory.putInt(address + 20, (int) stat.links());
    writeTail(memory, address + 24, stat);
  }

  private static void writeHead(GuestMemory memory, int address, Stat stat, byte type)
      throws ErrnoException {
    memory.putLong(address, stat.device());
    memory.putLong(address + 8, stat.inode());
    memory.putByte(address + 16, type);
  }

  private static void writeTail(GuestMemory memory, int address, Stat stat) throws ErrnoException {
    memory.putLong(address, stat.sizeBytes());
    memory.putLong(address + 8, stat.atimeNanos());
    memory.putLong(address + 16, stat.mtimeNanos());
    memory.putLong(address + 24, stat.ctimeNanos());
  }
}
