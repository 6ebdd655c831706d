package io.jwasm.sentry;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsOptions;
import io.jwasm.sentry.vfs.Inode;

/** What a mount shows. */
public sealed interface FileTree {
  /** Returns its name in {@code /proc/mounts}. */
  String fsType();

  /** Has the tree made by who knows how; a switch over types would be slow at its first use. */
  Inode madeBy(Maker maker) throws ErrnoException;

  /** Makes trees of each kind. */
  interface Maker {
    Inode host(Host tree) throws ErrnoException;

    Inode tmpfs(Tmpfs tree) throws ErrnoException;

    Inode overlay(Overlay tree) throws ErrnoException;

    Inode kernel(Kernel tree) throws ErrnoException;
  }

  /**
   * A directory or file of the sandbox's own root.
   *
   * @param place absolute path there, made by the launcher, as {@code /fs/0}
   */
  record Host(String place) implements FileTree {
    @Override
    public String fsType() {
      return "bind";
    }

    @Override
    public Inode madeBy(Maker maker) throws ErrnoException {
      return maker.host(this);
    }
  }

  /**
   * Files in memory.
   *
   * @param options its limits, and who owns its root
   */
  record Tmpfs(TmpfsOptions options) implements FileTree {
    @Override
    public String fsType() {
      return "tmpfs";
    }

    @Override
    public Inode madeBy(Maker maker) throws ErrnoException {
      return maker.tmpfs(this);
    }
  }

  /**
   * A tree whose changes are kept in memory.
   *
   * @param lower what is changed; null for what lies under the mount
   * @param upper where the changes are kept
   */
  record Overlay(Host lower, Tmpfs upper) implements FileTree {
    @Override
    public String fsType() {
      return lower == null ? upper.fsType() : "overlay";
    }

    @Override
    public Inode madeBy(Maker maker) throws ErrnoException {
      return maker.overlay(this);
    }
  }

  /** A tree that the kernel makes up. */
  enum Kernel implements FileTree {
    PROC("proc"),
    SYSFS("sysfs"),
    DEVPTS("devpts"),
    MQUEUE("mqueue"),
    CGROUP("cgroup"),
    CGROUP2("cgroup2");

    private final String fsType;

    Kernel(String fsType) {
      this.fsType = fsType;
    }

    @Override
    public String fsType() {
      return fsType;
    }

    @Override
    public Inode madeBy(Maker maker) throws ErrnoException {
      return maker.kernel(this);
    }
  }
}
