package io.jwasm.sentry.fs.host;

import static io.jwasm.sentry.fs.host.HostInode.check;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectorySink;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An open directory of the host. Entries come in blocks of {@code linux_dirent64}:
 *
 * <pre>
 *  0       8             16       18     19
 * [inode] [next offset] [length] [type] [name ... NUL padding]
 * </pre>
 *
 * <p>Locks: its own guards the block and the descriptor's offset.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getdents.2.html">getdents64(2)</a>
 */
final class HostDirectory implements OpenDirectory {
  private static final int BLOCK_BYTES = 32_768;
  private static final int FIRST_OFFSETS = 64;

  /** Longest listing, in entries; what is kept for it is bounded with it. */
  private static final int MOST_ENTRIES = 1 << 22;

  private final int fd;
  private final HostInode inode;

  /** What the host gave last and nobody has taken yet; made by the first listing. */
  private ByteBuffer block;

  /** Entries before the block's next one: the cookie of the one before. */
  private int position;

  /**
   * Where each cookie is for the host, as far as the directory was listed. A cookie counts entries:
   * the host's offsets have 63 bits, and a guest's {@code telldir} 32.
   */
  private long[] offsets = new long[FIRST_OFFSETS];

  private int known;

  /**
   * Takes over a descriptor.
   *
   * @param place where the directory is in the sandbox's own root
   */
  HostDirectory(int fd, String place) throws ErrnoException {
    this.fd = fd;
    boolean done = false;
    try {
      inode = HostInode.lasting(fd, place, "");
      done = true;
    } finally {
      if (!done) {
        HostKernel.close(fd);
      }
    }
  }

  @Override
  public Inode inode() {
    return inode;
  }

  @Override
  public synchronized void list(Caller caller, long cookie, DirectorySink sink)
      throws ErrnoException {
    goTo(cookie);
    while (block.hasRemaining() || fill()) {
      int entry = block.position();
      long next = block.getLong(entry + HostConstants.DIRENT_OFF);
      byte[] name = name(entry);
      FileType type = type(name, block.get(entry + HostConstants.DIRENT_TYPE));
      note(position + 1, next);
      if (!sink.entry(name, block.getLong(entry + HostConstants.DIRENT_INO), type, position + 1)) {
        return;
      }
      block.position(
          entry + Short.toUnsignedInt(block.getShort(entry + HostConstants.DIRENT_RECLEN)));
      position++;
    }
  }

  private void note(int cookie, long offset) throws ErrnoException {
    if (cookie > MOST_ENTRIES) {
      throw Errno.EOVERFLOW.exception();
    }
    if (cookie == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
    }
    offsets[cookie] = offset;
    known = Math.max(known, cookie);
  }

  /** A listing mostly goes on where it was; 0 also looks anew at what is there. */
  private void goTo(long cookie) throws ErrnoException {
    if (block == null) {
      block = ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }
    if (cookie < 0 || cookie > known) {
      throw Errno.EINVAL.exception();
    }
    if (cookie == 0 || cookie != position) {
      listed(HostKernel.lseek(fd, offsets[(int) cookie], HostConstants.SEEK_SET));
      block.limit(0);
      position = (int) cookie;
    }
  }

  private boolean fill() throws ErrnoException {
    int length = (int) listed(HostKernel.getdents(fd, HostKernel.addressOf(block), BLOCK_BYTES));
    block.position(0).limit(length);
    return length > 0;
  }

  /** A descriptor that is bad for listing was opened for search: the directory is not readable. */
  private static long listed(long result) throws ErrnoException {
    if (result < 0) {
      Errno errno = HostErrors.fromNumber((int) -result);
      throw (errno == Errno.EBADF ? Errno.EACCES : errno).exception();
    }
    return result;
  }

  private byte[] name(int entry) {
    int end = entry + HostConstants.DIRENT_NAME;
    while (block.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - entry - HostConstants.DIRENT_NAME];
    block.get(entry + HostConstants.DIRENT_NAME, name);
    return name;
  }

  private FileType type(byte[] name, byte type) throws ErrnoException {
    return switch (type) {
      case HostConstants.DT_FIFO -> FileType.FIFO;
      case HostConstants.DT_DIR -> FileType.DIRECTORY;
      case HostConstants.DT_BLK -> FileType.BLOCK_DEVICE;
      case HostConstants.DT_REG -> FileType.REGULAR;
      case HostConstants.DT_LNK -> FileType.SYMLINK;
      case HostConstants.DT_SOCK -> FileType.SOCKET;
      case HostConstants.DT_CHR -> FileType.CHARACTER_DEVICE;
      // DT_UNKNOWN: the file system keeps no types in its directories.
      default -> HostStat.of(fd, name).type();
    };
  }

  @Override
  public void sync() throws ErrnoException {
    check(HostKernel.fsync(fd));
  }

  @Override
  public void close() {
    HostKernel.close(fd);
  }
}
