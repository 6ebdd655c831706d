package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.fs.kernfs.KernelFile;
import io.jwasm.sentry.vfs.Caller;

/** A file in the root of procfs: something about the system as a whole. */
final class SystemFile extends KernelFile {
  private static final long NANOS_PER_CENTISECOND = 10_000_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final String[] FILE_SYSTEMS = {
    "cgroup", "cgroup2", "devpts", "mqueue", "overlay", "proc", "sysfs", "tmpfs"
  };

  private final String name;
  private final SystemView system;

  SystemFile(long number, String name, SystemView system) {
    super(number);
    this.name = name;
    this.system = system;
  }

  @Override
  protected String text(Caller caller) {
    return switch (name) {
      case "cpuinfo" -> cpuinfo();
      case "filesystems" -> "nodev\t" + String.join("\nnodev\t", FILE_SYSTEMS) + "\n";
      case "loadavg" -> loadavg();
      case "meminfo" -> meminfo();
      case "stat" -> cpuTimes();
      case "uptime" -> uptime();
      default -> "Linux version " + SysctlTree.RELEASE + " (jwasm) " + SysctlTree.VERSION + "\n";
    };
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String cpuinfo() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < processors(); i++) {
      text.append("processor\t: ").append(i);
      text.append(
          "\nvendor_id\t: jwasm\nmodel name\t: WebAssembly\naddress sizes\t: 32 bits virtual\n\n");
    }
    return text.toString();
  }

  /** Nobody measures the load; what runs is known. */
  private String loadavg() {
    int threads = 0;
    int last = 0;
    for (int pid = system.nextPid(0); pid >= 0; pid = system.nextPid(pid + 1)) {
      ProcessView process = system.process(pid);
      threads += process == null ? 0 : process.threads();
      last = pid;
    }
    return "0.00 0.00 0.00 1/" + threads + " " + last + "\n";
  }

  private String meminfo() {
    long total = system.memoryTotalBytes();
    long free = Math.max(total - system.memoryUsedBytes(), 0);
    StringBuilder text = new StringBuilder();
    kilobytes(text, "MemTotal:", total);
    kilobytes(text, "MemFree:", free);
    kilobytes(text, "MemAvailable:", free);
    kilobytes(text, "Buffers:", 0);
    kilobytes(text, "Cached:", 0);
    kilobytes(text, "SwapTotal:", 0);
    kilobytes(text, "SwapFree:", 0);
    return text.toString();
  }

  private static void kilobytes(StringBuilder text, String label, long bytes) {
    String number = Long.toString(bytes >> 10);
    text.append(label);
    text.repeat(' ', Math.max(24 - label.length() - number.length(), 1));
    text.append(number).append(" kB\n");
  }

  private String cpuTimes() {
    long idle = centiseconds(system.uptimeNanos());
    int count = processors();
    StringBuilder text = new StringBuilder();
    text.append("cpu  0 0 0 ").append(idle * count).append(" 0 0 0 0 0 0\n");
    for (int i = 0; i < count; i++) {
      text.append("cpu").append(i).append(" 0 0 0 ").append(idle).append(" 0 0 0 0 0 0\n");
    }
    long booted = (system.realtimeNanos() - system.uptimeNanos()) / NANOS_PER_SECOND;
    text.append("intr 0\nctxt 0\nbtime ").append(booted);
    return text.append("\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n").toString();
  }

  private String uptime() {
    long up = centiseconds(system.uptimeNanos());
    return seconds(up) + " " + seconds(up * processors()) + "\n";
  }

  static long centiseconds(long nanos) {
    return nanos / NANOS_PER_CENTISECOND;
  }

  private static String seconds(long centiseconds) {
    long rest = centiseconds % 100;
    return centiseconds / 100 + (rest < 10 ? ".0" : ".") + rest;
  }
}
