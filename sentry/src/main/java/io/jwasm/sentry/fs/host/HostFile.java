package io.jwasm.sentry.fs.host;

import static io.jwasm.sentry.fs.host.HostInode.check;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Whence;

/**
 * An open regular file of the host. The host moves bytes straight between it and the guest's
 * memory, and keeps the offset.
 */
final class HostFile extends FileDescription {
  /** At the file's own offset. */
  private static final long OWN_OFFSET = -1;

  private final int fd;

  HostFile(int fd, int flags) {
    super(flags);
    this.fd = fd;
  }

  @Override
  public FileType type() {
    return FileType.REGULAR;
  }

  @Override
  public boolean seekable() {
    return true;
  }

  @Override
  public Stat stat() throws ErrnoException {
    acquire();
    try {
      return HostStat.of(fd);
    } finally {
      drop();
    }
  }

  @Override
  protected void applyStatusFlags(int flags) throws ErrnoException {
    acquire();
    try {
      check(HostKernel.setFlags(fd, hostStatusFlags(flags)));
    } finally {
      drop();
    }
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    acquire();
    try {
      return check(
          dst.isSingle()
              ? HostKernel.read(fd, dst.address(), dst.length(0))
              : whole(dst, _ -> receive(dst, OWN_OFFSET)));
    } finally {
      drop();
    }
  }

  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    acquire();
    try {
      return check(
          src.isSingle()
              ? HostKernel.write(fd, src.address(), src.length(0))
              : whole(src, _ -> send(src, OWN_OFFSET)));
    } finally {
      drop();
    }
  }

  @Override
  public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    acquire();
    try {
      return check(
          dst.isSingle()
              ? HostKernel.pread(fd, dst.address(), dst.length(0), offset)
              : whole(dst, done -> receive(dst, offset + done)));
    } finally {
      drop();
    }
  }

  @Override
  public long pwrite(Caller caller, IoSequence src, long offset) throws ErrnoException {
    acquire();
    try {
      return check(
          src.isSingle()
              ? HostKernel.pwrite(fd, src.address(), src.length(0), offset)
              : whole(src, done -> send(src, offset + done)));
    } finally {
      drop();
    }
  }

  private long receive(IoSequence dst, long offset) {
    return dst.received(HostKernel.readv(fd, dst.targets(), dst.buffers(), offset));
  }

  private long send(IoSequence src, long offset) {
    return HostKernel.writev(fd, src.vectors(), src.buffers(), offset);
  }

  /**
   * Bytes of a memory that the host cannot reach go in parts, but programs do not expect a transfer
   * of a regular file to be short before its end.
   */
  private static long whole(IoSequence bytes, Part part) {
    long count = part.transfer(0);
    long done = 0;
    while (count > 0 && !bytes.isDirect()) {
      done += count;
      bytes.skip(count);
      count = bytes.remaining() > 0 ? part.transfer(done) : 0;
    }
    return done > 0 ? done : count;
  }

  /** Transfers some bytes, after so many others; returns how many, or minus an error. */
  private interface Part {
    long transfer(long done);
  }

  @Override
  public long seek(long offset, Whence whence) throws ErrnoException {
    acquire();
    try {
      int from =
          switch (whence) {
            case SET -> HostConstants.SEEK_SET;
            case CURRENT -> HostConstants.SEEK_CUR;
            case END -> HostConstants.SEEK_END;
          };
      return check(HostKernel.lseek(fd, offset, from));
    } finally {
      drop();
    }
  }

  @Override
  public void allocate(long offset, long lengthBytes) throws ErrnoException {
    acquire();
    try {
      check(HostKernel.fallocate(fd, 0, offset, lengthBytes));
    } finally {
      drop();
    }
  }

  @Override
  public void truncate(long sizeBytes) throws ErrnoException {
    acquire();
    try {
      check(HostKernel.ftruncate(fd, sizeBytes));
    } finally {
      drop();
    }
  }

  @Override
  public void sync() throws ErrnoException {
    acquire();
    try {
      check(HostKernel.fsync(fd));
    } finally {
      drop();
    }
  }

  @Override
  public void dataSync() throws ErrnoException {
    acquire();
    try {
      check(HostKernel.fdatasync(fd));
    } finally {
      drop();
    }
  }

  @Override
  protected void applyTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    acquire();
    try {
      check(
          HostKernel.futimens(fd, HostInode.hostTime(atimeNanos), HostInode.hostTime(mtimeNanos)));
    } finally {
      drop();
    }
  }

  @Override
  protected void release() {
    // Whatever close(2) says, the descriptor is gone; errors of writing were for fsync to tell.
    HostKernel.close(fd);
  }

  static int hostStatusFlags(int flags) {
    return (OpenFlags.has(flags, OpenFlags.APPEND) ? HostConstants.O_APPEND : 0)
        | (OpenFlags.has(flags, OpenFlags.DSYNC) ? HostConstants.O_DSYNC : 0)
        | ((flags & (OpenFlags.SYNC | OpenFlags.RSYNC)) != 0 ? HostConstants.O_SYNC : 0);
  }
}
