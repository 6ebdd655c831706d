package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.vfs.FileDescription;
import java.util.List;

/** What procfs may know of a process. */
public interface ProcessView {
  int pid();

  /** Arguments, the program's own name first. */
  List<String> args();

  /** Entries of the form {@code NAME=value}. */
  List<String> env();

  /** Working directory that it was started in. */
  String cwd();

  int uid();

  int gid();

  /** Additional groups. */
  int[] groups();

  int umask();

  /** Number of its tasks. */
  int threads();

  /** When it was made, in nanoseconds since the sandbox was booted. */
  long startNanos();

  /** Processor time that it has used, or -1 when that is not known. */
  long cpuNanos();

  /** Bytes of its linear memory. */
  long memoryBytes();

  /** Returns the lowest open descriptor that is not below {@code fd}, or -1. */
  int nextFd(int fd);

  /** Returns what a descriptor stands for, or null when it is not open. */
  FileDescription file(int fd);
}
