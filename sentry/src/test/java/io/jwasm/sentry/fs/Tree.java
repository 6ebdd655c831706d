package io.jwasm.sentry.fs;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Vfs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file system as a program sees it: through paths, from the root, as some user. */
public final class Tree {
  /** Whoever asks, with the rights of files as they were asked for. */
  public record User(int uid, int gid) implements Caller {
    @Override
    public int umask() {
      return 0;
    }
  }

  public static final User ROOT = new User(0, 0);

  private static final int MAX_TEXT = 1 << 20;

  private final Vfs vfs;
  private final DirectoryDescription root;
  private final Caller caller;

  private Tree(Vfs vfs, DirectoryDescription root, Caller caller) {
    this.vfs = vfs;
    this.root = root;
    this.caller = caller;
  }

  public static Tree of(Inode root) throws ErrnoException {
    Vfs vfs = new Vfs(new MountNamespace(new Mount(root, false, "none", "test")));
    return new Tree(vfs, vfs.preopen(ROOT, "/", "/"), ROOT);
  }

  /** Returns the same files as somebody else uses them. */
  public Tree as(Caller other) {
    return new Tree(vfs, root, other);
  }

  /** Returns the same files by paths from an open directory. */
  public Tree in(DirectoryDescription directory) {
    return new Tree(vfs, directory, caller);
  }

  public Caller caller() {
    return caller;
  }

  public FileDescription open(String path, int flags) throws ErrnoException {
    return vfs.open(caller, root, path, flags, 0666);
  }

  public FileDescription create(String path, int mode) throws ErrnoException {
    int flags = OpenFlags.READ | OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
    return vfs.open(caller, root, path, flags, mode);
  }

  public DirectoryDescription openDirectory(String path) throws ErrnoException {
    return (DirectoryDescription)
        vfs.open(caller, root, path, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
  }

  /** Makes a file, or cuts the one that is there, and fills it. */
  public void write(String path, String text) throws ErrnoException {
    FileDescription file = open(path, OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE);
    try {
      file.write(caller, text(text));
    } finally {
      file.drop();
    }
  }

  public String read(String path) throws ErrnoException {
    FileDescription file = open(path, OpenFlags.READ);
    try {
      return read(file, 0);
    } finally {
      file.drop();
    }
  }

  /** Returns what an open file holds from an offset on. */
  public String read(FileDescription file, long offset) throws ErrnoException {
    int room = Math.clamp(file.stat().sizeBytes() - offset, 0, MAX_TEXT);
    ByteBuffer bytes = ByteBuffer.allocateDirect(room);
    int length = (int) file.pread(caller, IoSequence.of(bytes), offset);
    return StandardCharsets.UTF_8.decode(bytes.limit(length)).toString();
  }

  public void mkdir(String path) throws ErrnoException {
    mkdir(path, 0777);
  }

  public void mkdir(String path, int mode) throws ErrnoException {
    vfs.makeDirectory(caller, root, path, mode);
  }

  public void unlink(String path) throws ErrnoException {
    vfs.unlink(caller, root, path);
  }

  public void rmdir(String path) throws ErrnoException {
    vfs.removeDirectory(caller, root, path);
  }

  public void rename(String from, String to) throws ErrnoException {
    vfs.rename(caller, root, from, root, to);
  }

  public void link(String from, String to) throws ErrnoException {
    vfs.link(caller, root, from, OpenFlags.NOFOLLOW, root, to);
  }

  public void symlink(String target, String path) throws ErrnoException {
    vfs.symlink(caller, root, path, target);
  }

  public String readLink(String path) throws ErrnoException {
    return vfs.readLink(caller, root, path);
  }

  public void setTimes(String path, long atimeNanos, long mtimeNanos) throws ErrnoException {
    vfs.setTimes(caller, root, path, OpenFlags.NOFOLLOW, atimeNanos, mtimeNanos);
  }

  /** Returns what is known of a file, of a link itself. */
  public Stat stat(String path) throws ErrnoException {
    return vfs.stat(caller, root, path, OpenFlags.NOFOLLOW);
  }

  /** Returns all names in a directory, in their order. */
  public List<String> list(String path) throws ErrnoException {
    DirectoryDescription directory = openDirectory(path);
    try {
      return list(directory, 0, Integer.MAX_VALUE, new long[1]);
    } finally {
      directory.drop();
    }
  }

  /** Returns some names after a cookie, and stores where to go on. */
  public List<String> list(DirectoryDescription directory, long cookie, int count, long[] next)
      throws ErrnoException {
    List<String> names = new ArrayList<>();
    next[0] = cookie;
    directory.list(
        caller,
        cookie,
        (name, inode, type, nextCookie) -> {
          if (names.size() == count) {
            return false;
          }
          names.add(new String(name, StandardCharsets.UTF_8));
          next[0] = nextCookie;
          return true;
        });
    return names;
  }

  /** Returns a text as a program hands it to a write. */
  public static IoSequence text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IoSequence.of(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }
}
