package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.vfs.MountNamespace;
import java.util.List;

/** What procfs may know of the kernel that it is part of. */
public interface SystemView {
  /** Name of the machine. */
  String hostname();

  /** NIS domain name. */
  String domainname();

  /** Nanoseconds since the sandbox was booted. */
  long uptimeNanos();

  /** Nanoseconds since 1970. */
  long realtimeNanos();

  /** Memory that the container may use, in bytes. */
  long memoryTotalBytes();

  /** Memory that its programs and file systems use now, in bytes. */
  long memoryUsedBytes();

  /** Returns the lowest number of a process that is not below {@code pid}, or -1. */
  int nextPid(int pid);

  /** Returns a process, or null when it has gone or never was. */
  ProcessView process(int pid);

  List<MountNamespace.Entry> mounts();

  /** Returns 16 random bytes, always the same in one sandbox. */
  byte[] bootId();

  /** Returns 16 random bytes. */
  byte[] randomId();
}
