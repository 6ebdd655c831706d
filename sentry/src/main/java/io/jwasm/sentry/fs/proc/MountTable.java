package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import java.util.List;

/**
 * What {@code /proc/PID/mounts} and {@code mountinfo} say.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/fstab.5.html">fstab(5)</a>
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
final class MountTable {
  private MountTable() {}

  static String mounts(List<MountNamespace.Entry> entries) {
    StringBuilder text = new StringBuilder();
    for (MountNamespace.Entry entry : entries) {
      Mount mount = entry.mount();
      escape(text, mount.source());
      text.append(' ');
      escape(text, entry.place());
      text.append(' ').append(mount.fsType()).append(' ');
      options(text, mount);
      text.append(" 0 0\n");
    }
    return text.toString();
  }

  static String mountinfo(List<MountNamespace.Entry> entries) {
    StringBuilder text = new StringBuilder();
    int id = 1;
    for (MountNamespace.Entry entry : entries) {
      Mount mount = entry.mount();
      text.append(id).append(id == 1 ? " 0 0:" : " 1 0:").append(id).append(" / ");
      escape(text, entry.place());
      text.append(' ');
      options(text, mount);
      text.append(" - ").append(mount.fsType()).append(' ');
      escape(text, mount.source());
      text.append(mount.readOnly() ? " ro\n" : " rw\n");
      id++;
    }
    return text.toString();
  }

  private static void options(StringBuilder text, Mount mount) {
    text.append(mount.readOnly() ? "ro" : "rw");
    if (!mount.options().isEmpty()) {
      text.append(',');
      escape(text, mount.options());
    }
  }

  /** Space, tab, newline and backslash would break the line: they are written in octal. */
  private static void escape(StringBuilder text, String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      switch (c) {
        case ' ' -> text.append("\\040");
        case '\t' -> text.append("\\011");
        case '\n' -> text.append("\\012");
        case '\\' -> text.append("\\134");
        default -> text.append(c);
      }
    }
  }
}
