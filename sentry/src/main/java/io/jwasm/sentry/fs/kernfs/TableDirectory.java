package io.jwasm.sentry.fs.kernfs;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Inode;

/**
 * A directory of a tree that is written down as a table of paths, those of one directory next to
 * each other: {@code a/b} is a file in a directory, {@code a/c/} an empty directory.
 */
public final class TableDirectory extends KernelDirectory {
  /** What the files of the table say. */
  @FunctionalInterface
  public interface Contents {
    /** Returns what the file at a path of the table says now. */
    String text(String path) throws ErrnoException;
  }

  private final String prefix;
  private final String[] paths;
  private final Contents contents;

  /** Returns the root of the tree. */
  public static TableDirectory root(long number, String[] paths, Contents contents) {
    return new TableDirectory(number, "", paths, contents);
  }

  private TableDirectory(long number, String prefix, String[] paths, Contents contents) {
    super(number);
    this.prefix = prefix;
    this.paths = paths;
    this.contents = contents;
  }

  @Override
  protected Inode entry(Caller caller, String name) {
    String path = prefix + name;
    for (String each : paths) {
      if (each.equals(path)) {
        return new File(number(name), path, contents);
      }
      if (each.startsWith(path) && each.startsWith("/", path.length())) {
        return new TableDirectory(number(name), path + "/", paths, contents);
      }
    }
    return null;
  }

  @Override
  protected Listed listed(Caller caller, int key) {
    for (int i = key; i < paths.length; i++) {
      String name = nameIn(i);
      if (name != null && !name.equals(i == 0 ? null : nameIn(i - 1))) {
        return new Listed(name, i);
      }
    }
    return null;
  }

  /** Returns the entry of this directory that a path of the table leads through, or null. */
  private String nameIn(int i) {
    String path = paths[i];
    if (!path.startsWith(prefix) || path.length() == prefix.length()) {
      return null;
    }
    int slash = path.indexOf('/', prefix.length());
    return path.substring(prefix.length(), slash < 0 ? path.length() : slash);
  }

  private static final class File extends KernelFile {
    private final String path;
    private final Contents contents;

    File(long number, String path, Contents contents) {
      super(number);
      this.path = path;
      this.contents = contents;
    }

    @Override
    protected String text(Caller caller) throws ErrnoException {
      return contents.text(path);
    }
  }
}
