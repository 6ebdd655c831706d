package io.jwasm.sentry.kernel;

/**
 * All processes of a sandbox by their numbers. The first is number 1, and no number is given twice.
 *
 * <p>Locks: its own for adding; looking up takes none.
 */
public final class ProcessTable {
  /**
   * A process and when it came.
   *
   * @param startNanos on the monotonic clock
   */
  public record Entry(int pid, ThreadGroup group, long startNanos) {}

  /** The process of number n is at n - 1; replaced as a whole. */
  private volatile Entry[] entries = {};

  /** Adds a process and returns its number. */
  public synchronized int add(ThreadGroup group, long startNanos) {
    Entry[] more = new Entry[entries.length + 1];
    System.arraycopy(entries, 0, more, 0, entries.length);
    more[entries.length] = new Entry(more.length, group, startNanos);
    entries = more;
    return more.length;
  }

  /** Returns the process of a number, or null when it has ended or never was. */
  public Entry get(int pid) {
    Entry[] now = entries;
    Entry found = pid < 1 || pid > now.length ? null : now[pid - 1];
    return found == null || found.group.exitStatus() != null ? null : found;
  }

  /** Returns the lowest number of a living process that is not below {@code pid}, or -1. */
  public int next(int pid) {
    for (int i = Math.max(pid, 1); i <= entries.length; i++) {
      if (get(i) != null) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the number of a process, or 0 when it is not one of these. */
  int pidOf(ThreadGroup group) {
    for (Entry entry : entries) {
      if (entry.group == group) {
        return entry.pid;
      }
    }
    return 0;
  }
}
