package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.vfs.DirectorySink;
import io.jwasm.sentry.vfs.FileType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A buffer of the guest that is filled with entries of a directory, the last one cut where the
 * buffer ends. Each is a {@code dirent} of 24 bytes and the name without a NUL:
 *
 * <pre>
 *  0             8          16            20     24
 * [next cookie] [inode]    [name length] [type] [name ...
 * </pre>
 */
public final class DirentBuffer implements DirectorySink {
  public static final int HEADER_BYTES = 24;

  private final ByteBuffer buffer;
  private final ByteBuffer header =
      ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * @throws ErrnoException EFAULT when the buffer does not lie in the memory
   */
  public DirentBuffer(GuestMemory memory, int address, int length) throws ErrnoException {
    buffer = memory.slice(address, length);
  }

  /** Bytes written; fewer than the buffer's length when the directory has no more entries. */
  public int usedBytes() {
    return buffer.position();
  }

  @Override
  public boolean entry(byte[] name, long inode, FileType type, long nextCookie) {
    header.putLong(0, nextCookie);
    header.putLong(8, inode);
    header.putInt(16, name.length);
    header.putInt(20, WasiFileType.of(type));
    append(header.array());
    append(name);
    return buffer.hasRemaining();
  }

  private void append(byte[] bytes) {
    buffer.put(bytes, 0, Math.min(bytes.length, buffer.remaining()));
  }
}
