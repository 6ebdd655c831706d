package io.jwasm.sentry.fs;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectorySink;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Whence;

/** A file that lets itself be read, and takes every attempt to change it for a bug. */
public final class FrozenInode extends Inode {
  private static final int CHANGES =
      OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE | OpenFlags.APPEND;

  private final Inode inode;

  public FrozenInode(Inode inode) {
    this.inode = inode;
  }

  private static AssertionError changed() {
    return new AssertionError("the lower file system is changed");
  }

  @Override
  public FileType type() {
    return inode.type();
  }

  @Override
  public Stat stat() throws ErrnoException {
    return inode.stat();
  }

  @Override
  public Inode lookup(Caller caller, String name) throws ErrnoException {
    return new FrozenInode(inode.lookup(caller, name));
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    if ((flags & CHANGES) != 0) {
      throw changed();
    }
    return new FrozenFile(inode.open(caller, flags), flags);
  }

  @Override
  public Inode lookupBelow(Caller caller, String path) {
    Inode found = inode.lookupBelow(caller, path);
    return found == null ? null : new FrozenInode(found);
  }

  @Override
  public FileDescription openBelow(Caller caller, String path, int flags, int mode)
      throws ErrnoException {
    if ((flags & CHANGES) != 0) {
      throw changed();
    }
    FileDescription file = inode.openBelow(caller, path, flags, mode);
    return file == null ? null : new FrozenFile(file, flags);
  }

  @Override
  public OpenDirectory openDirectory(Caller caller) throws ErrnoException {
    OpenDirectory open = inode.openDirectory(caller);
    return new OpenDirectory() {
      @Override
      public Inode inode() {
        return new FrozenInode(open.inode());
      }

      @Override
      public void list(Caller lister, long cookie, DirectorySink sink) throws ErrnoException {
        open.list(lister, cookie, sink);
      }

      @Override
      public void close() {
        open.close();
      }
    };
  }

  @Override
  public FileDescription create(Caller caller, String name, int mode, int flags) {
    throw changed();
  }

  @Override
  public void makeDirectory(Caller caller, String name, int mode) {
    throw changed();
  }

  @Override
  public void symlink(Caller caller, String name, String target) {
    throw changed();
  }

  @Override
  public void link(Caller caller, String name, Inode file) {
    throw changed();
  }

  @Override
  public void unlink(Caller caller, String name) {
    throw changed();
  }

  @Override
  public void removeDirectory(Caller caller, String name) {
    throw changed();
  }

  @Override
  public void rename(Caller caller, String name, Inode newDirectory, String newName) {
    throw changed();
  }

  @Override
  public String readLink() throws ErrnoException {
    return inode.readLink();
  }

  @Override
  public void setTimes(Caller caller, long atimeNanos, long mtimeNanos) {
    throw changed();
  }

  private static final class FrozenFile extends FileDescription {
    private final FileDescription file;

    FrozenFile(FileDescription file, int flags) {
      super(flags);
      this.file = file;
    }

    @Override
    public FileType type() {
      return file.type();
    }

    @Override
    public Stat stat() throws ErrnoException {
      return file.stat();
    }

    @Override
    public boolean seekable() {
      return true;
    }

    @Override
    public long read(Caller caller, IoSequence dst) throws ErrnoException {
      return file.read(caller, dst);
    }

    @Override
    public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
      return file.pread(caller, dst, offset);
    }

    @Override
    public long seek(long offset, Whence whence) throws ErrnoException {
      return file.seek(offset, whence);
    }

    @Override
    public long write(Caller caller, IoSequence src) {
      throw changed();
    }

    @Override
    public long pwrite(Caller caller, IoSequence src, long offset) {
      throw changed();
    }

    @Override
    public void truncate(long sizeBytes) {
      throw changed();
    }

    @Override
    public void allocate(long offset, long lengthBytes) {
      throw changed();
    }

    @Override
    protected void applyTimes(Caller caller, long atimeNanos, long mtimeNanos) {
      throw changed();
    }

    @Override
    protected void release() {
      file.drop();
    }
  }
}
