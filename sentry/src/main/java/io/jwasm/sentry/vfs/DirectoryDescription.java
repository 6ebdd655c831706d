package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import java.nio.charset.StandardCharsets;

/** An open directory: listed by {@code fd_readdir}, and the start of the walks of path calls. */
public final class DirectoryDescription extends FileDescription {
  /** Cookies of names that only mounts make; a file system's own are not negative. */
  private static final long MOUNT_COOKIE = 1L << 63;

  private final Dentry dentry;
  private final OpenDirectory open;
  private final String preopenName;
  private Dentry alternative;

  private DirectoryDescription(Dentry dentry, OpenDirectory open, int flags, String preopenName) {
    super(flags);
    this.dentry = dentry.reopened(open.inode());
    this.open = open;
    this.preopenName = preopenName;
  }

  static DirectoryDescription open(Caller caller, Dentry dentry, int flags) throws ErrnoException {
    return new DirectoryDescription(dentry, dentry.inode().openDirectory(caller), flags, null);
  }

  /**
   * Returns a directory that is open when the program starts.
   *
   * <p>Errors: as {@link Inode#openForSearch}.
   */
  static DirectoryDescription preopened(Caller caller, Dentry dentry, String name)
      throws ErrnoException {
    return new DirectoryDescription(
        dentry, dentry.inode().openForSearch(caller), OpenFlags.READ, name);
  }

  /** Where walks from this directory start. */
  Dentry dentry() {
    return dentry;
  }

  /** Where walks start whose first name is there and not here; null for all but one directory. */
  Dentry alternative() {
    return alternative;
  }

  /** Sets the alternative, before any program sees the directory. */
  void setAlternative(Dentry newAlternative) {
    alternative = newAlternative;
  }

  @Override
  public FileType type() {
    return FileType.DIRECTORY;
  }

  @Override
  public String preopenName() {
    return preopenName;
  }

  @Override
  public Stat stat() throws ErrnoException {
    acquire();
    try {
      return dentry.inode().stat();
    } finally {
      drop();
    }
  }

  /**
   * Hands the entries after a cookie to the sink: what the file system has, then the mounts that
   * have no directory of their own there.
   *
   * <p>Errors: as {@link OpenDirectory#list}.
   */
  public void list(Caller caller, long cookie, DirectorySink sink) throws ErrnoException {
    acquire();
    try {
      if (dentry.point() == null) {
        open.list(caller, cookie, sink);
      } else {
        listWithMounts(caller, cookie, sink);
      }
    } finally {
      drop();
    }
  }

  private void listWithMounts(Caller caller, long cookie, DirectorySink sink)
      throws ErrnoException {
    if (cookie >= 0) {
      Full full = new Full(sink);
      open.list(caller, cookie, full);
      if (full.reached) {
        return;
      }
    }
    long passed = cookie < 0 ? cookie & ~MOUNT_COOKIE : 0;
    long index = 0;
    for (String name : dentry.point().children().keySet()) {
      if (index++ < passed || isInFilesystem(caller, name)) {
        continue;
      }
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      if (!sink.entry(bytes, index, typeOf(name), MOUNT_COOKIE | index)) {
        return;
      }
    }
  }

  private FileType typeOf(String name) {
    Mount mount = dentry.point().child(name).mount();
    return mount == null ? FileType.DIRECTORY : mount.root().type();
  }

  private boolean isInFilesystem(Caller caller, String name) {
    try {
      dentry.inode().lookup(caller, name);
      return true;
    } catch (ErrnoException e) {
      return e.errno() != Errno.ENOENT;
    }
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public long pwrite(Caller caller, IoSequence src, long offset) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public long seek(long offset, Whence whence) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public void allocate(long offset, long lengthBytes) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public void truncate(long sizeBytes) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public void sync() throws ErrnoException {
    acquire();
    try {
      open.sync();
    } finally {
      drop();
    }
  }

  @Override
  protected void applyTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    acquire();
    try {
      dentry.inode().setTimes(caller, atimeNanos, mtimeNanos);
    } finally {
      drop();
    }
  }

  @Override
  protected void release() {
    open.close();
  }

  /** Notes that the sink has had enough. */
  private static final class Full implements DirectorySink {
    private final DirectorySink sink;
    private boolean reached;

    Full(DirectorySink sink) {
      this.sink = sink;
    }

    @Override
    public boolean entry(byte[] name, long inode, FileType type, long nextCookie) {
      reached = !sink.entry(name, inode, type, nextCookie);
      return !reached;
    }
  }
}
