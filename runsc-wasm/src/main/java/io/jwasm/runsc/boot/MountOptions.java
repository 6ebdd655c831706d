package io.jwasm.runsc.boot;

import java.util.List;

/**
 * The options of a mount, told apart as runc does: what mount(8) means for every file system, what
 * only runtimes know, and what is for the file system itself.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#linux-mount-options">mount
 *     options</a>
 */
final class MountOptions {
  private boolean bind;
  private boolean readOnly;
  private boolean copyUp;

  /** What {@code /proc/mounts} shows: what holds for the mount, then what the file system got. */
  private final StringBuilder shown = new StringBuilder();

  private MountOptions() {}

  /**
   * Reads the options.
   *
   * @param forFileSystem gets those that are for the file system itself
   */
  static MountOptions read(List<String> options, List<String> forFileSystem) {
    MountOptions result = new MountOptions();
    for (int i = 0; i < options.size(); i++) {
      if (!result.take(options.get(i))) {
        forFileSystem.add(options.get(i));
      }
    }
    for (int i = 0; i < forFileSystem.size(); i++) {
      result.show(forFileSystem.get(i));
    }
    return result;
  }

  private boolean take(String option) {
    switch (option) {
      case "ro", "rro" -> readOnly = true;
      case "rw" -> readOnly = false;
      case "bind", "rbind" -> bind = true;
      case "tmpcopyup" -> copyUp = true;
      // The sentry gives no program privileges and opens no device, whatever is said here.
      case "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "sync", "dirsync" ->
          show(option);
      default -> {
        return isForTheKernel(option);
      }
    }
    return true;
  }

  private static boolean isForTheKernel(String option) {
    return switch (option) {
      case "", "defaults", "suid", "dev", "exec", "async", "atime", "diratime", "norelatime" ->
          true;
      case "strictatime", "nostrictatime", "lazytime", "nolazytime", "iversion", "noiversion" ->
          true;
      case "remount", "mand", "nomand", "silent", "loud", "symfollow", "nosymfollow", "acl" -> true;
      case "noacl", "idmap", "ridmap", "copy-symlink", "rrw" -> true;
      case "rnosuid", "rsuid", "rnodev", "rdev", "rnoexec", "rexec", "rnodiratime", "rdiratime" ->
          true;
      case "rrelatime", "rnorelatime", "rnoatime", "ratime", "rstrictatime", "rnostrictatime" ->
          true;
      case "rsymfollow", "rnosymfollow" -> true;
      case "shared", "rshared", "private", "rprivate", "slave", "rslave" -> true;
      case "unbindable", "runbindable" -> true;
      default -> false;
    };
  }

  private void show(String option) {
    shown.append(shown.isEmpty() ? "" : ",").append(option);
  }

  boolean bind() {
    return bind;
  }

  boolean readOnly() {
    return readOnly;
  }

  boolean copyUp() {
    return copyUp;
  }

  String shown() {
    return shown.toString();
  }
}
