package io.jwasm.sentry.fs.proc;

/**
 * What {@code /proc/PID/stat}, {@code statm} and {@code status} say.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
final class ProcessStatus {
  /** Linux cuts the name of a task after as many bytes. */
  private static final int COMM_CHARS = 15;

  private static final int PAGE_BYTES = 4096;

  /** Fields of {@code stat} after the number of the threads, the start time and the memory. */
  private static final int FIELDS_AFTER_RSS = 28;

  private ProcessStatus() {}

  /** Returns the name of the program's file, as Linux names tasks. */
  static String comm(ProcessView process) {
    String path = process.args().isEmpty() ? "" : process.args().getFirst();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.length() > COMM_CHARS ? name.substring(0, COMM_CHARS) : name;
  }

  static String stat(ProcessView process) {
    int pid = process.pid();
    long ticks = SystemFile.centiseconds(Math.max(process.cpuNanos(), 0));
    StringBuilder text = new StringBuilder();
    text.append(pid).append(" (").append(comm(process)).append(") R 0 ");
    // pgrp, session, tty, tpgid, flags, four counts of faults; utime and three other times
    text.append(pid).append(' ').append(pid).append(" 0 -1 0 0 0 0 0 ").append(ticks);
    text.append(" 0 0 0 20 0 ").append(process.threads()).append(" 0 ");
    text.append(SystemFile.centiseconds(process.startNanos())).append(' ');
    text.append(process.memoryBytes()).append(' ').append(process.memoryBytes() / PAGE_BYTES);
    text.repeat(" 0", FIELDS_AFTER_RSS);
    return text.append('\n').toString();
  }

  static String statm(ProcessView process) {
    long pages = process.memoryBytes() / PAGE_BYTES;
    return pages + " " + pages + " 0 0 0 " + pages + " 0\n";
  }

  static String status(ProcessView process) {
    StringBuilder text = new StringBuilder();
    text.append("Name:\t").append(comm(process));
    text.append("\nUmask:\t").append(octal(process.umask()));
    text.append("\nState:\tR (running)\nTgid:\t").append(process.pid());
    text.append("\nNgid:\t0\nPid:\t").append(process.pid());
    text.append("\nPPid:\t0\nTracerPid:\t0\nUid:");
    four(text, process.uid());
    text.append("\nGid:");
    four(text, process.gid());
    text.append("\nGroups:\t");
    for (int group : process.groups()) {
      text.append(Integer.toUnsignedString(group)).append(' ');
    }
    long kilobytes = process.memoryBytes() >> 10;
    text.append("\nVmSize:\t").append(kilobytes).append(" kB\nVmRSS:\t").append(kilobytes);
    text.append(" kB\nThreads:\t").append(process.threads());
    return text.append("\nNoNewPrivs:\t1\nSeccomp:\t0\n").toString();
  }

  /** Real, effective, saved and file system id. */
  private static void four(StringBuilder text, int id) {
    for (int i = 0; i < 4; i++) {
      text.append('\t').append(Integer.toUnsignedString(id));
    }
  }

  private static String octal(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0".repeat(Math.max(4 - digits.length(), 0)) + digits;
  }
}
