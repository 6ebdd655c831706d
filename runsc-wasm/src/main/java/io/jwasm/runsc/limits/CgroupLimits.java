package io.jwasm.runsc.limits;

import io.jwasm.oci.spec.Cpu;
import io.jwasm.oci.spec.Memory;
import io.jwasm.oci.spec.Pids;
import io.jwasm.oci.spec.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns {@code linux.resources} into the files of cgroup version 1 or 2. Device rules and block I/O
 * weights are left out: the sentry opens no device.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cgroup v2</a>
 */
public final class CgroupLimits {
  /** Threads that the JVM may have besides the guest's, whose number the sentry bounds. */
  public static final int JVM_THREADS = 64;

  private static final long DEFAULT_CPU_PERIOD_MICROS = 100_000;

  private final boolean unified;
  private final List<CgroupLimit> limits = new ArrayList<>();

  private CgroupLimits(boolean unified) {
    this.unified = unified;
  }

  /** Returns what is to be written, in order, for version 2 ({@code unified}) or 1. */
  public static List<CgroupLimit> of(Resources resources, boolean unified) {
    CgroupLimits result = new CgroupLimits(unified);
    if (resources != null) {
      result.memory(resources.memory());
      result.cpu(resources.cpu());
      result.pids(resources.pids());
      if (unified) {
        for (Map.Entry<String, String> entry : resources.unified().entrySet()) {
          result.add("", entry.getKey(), entry.getValue());
        }
      }
    }
    return result.limits;
  }

  private void memory(Memory memory) {
    if (memory == null) {
      return;
    }
    if (unified) {
      add("memory", "memory.max", orMax(memory.limit()));
      if (isSet(memory.swap()) && isSet(memory.limit()) && memory.limit() > 0) {
        long swap = memory.swap() < 0 ? memory.swap() : memory.swap() - memory.limit();
        add("memory", "memory.swap.max", swap < 0 ? "max" : Long.toString(swap));
      }
      add("memory", "memory.low", orMax(memory.reservation()));
      return;
    }
    add("memory", "memory.limit_in_bytes", number(memory.limit()));
    add("memory", "memory.memsw.limit_in_bytes", number(memory.swap()));
    add("memory", "memory.soft_limit_in_bytes", number(memory.reservation()));
  }

  private void cpu(Cpu cpu) {
    if (cpu == null) {
      return;
    }
    if (unified) {
      add("cpu", "cpu.weight", isSet(cpu.shares()) ? Long.toString(weight(cpu.shares())) : null);
      add("cpu", "cpu.max", bandwidth(cpu));
    } else {
      add("cpu", "cpu.shares", number(cpu.shares()));
      add("cpu", "cpu.cfs_period_us", number(cpu.periodMicros()));
      add("cpu", "cpu.cfs_quota_us", number(cpu.quotaMicros()));
    }
    add("cpuset", "cpuset.cpus", emptyToNull(cpu.cpus()));
    add("cpuset", "cpuset.mems", emptyToNull(cpu.mems()));
  }

  private void pids(Pids pids) {
    if (pids == null || !isSet(pids.limit())) {
      return;
    }
    add("pids", "pids.max", pids.limit() < 0 ? "max" : Long.toString(pids.limit() + JVM_THREADS));
  }

  private static String bandwidth(Cpu cpu) {
    if (!isSet(cpu.quotaMicros()) && !isSet(cpu.periodMicros())) {
      return null;
    }
    long period = isSet(cpu.periodMicros()) ? cpu.periodMicros() : DEFAULT_CPU_PERIOD_MICROS;
    boolean bounded = isSet(cpu.quotaMicros()) && cpu.quotaMicros() > 0;
    return (bounded ? Long.toString(cpu.quotaMicros()) : "max") + " " + period;
  }

  /**
   * Shares of version 1, 2 to 262,144, on the scale of version 2, 1 to 10,000, as runc maps them.
   */
  private static long weight(long shares) {
    long bounded = Math.clamp(shares, 2, 262_144);
    return 1 + (bounded - 2) * 9_999 / 262_142;
  }

  /** Callers write 0 where they mean that nothing was said. */
  private static boolean isSet(Long value) {
    return value != null && value != 0;
  }

  private static String number(Long value) {
    return isSet(value) ? Long.toString(value) : null;
  }

  private static String orMax(Long value) {
    return !isSet(value) ? null : value < 0 ? "max" : Long.toString(value);
  }

  private static String emptyToNull(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private void add(String controller, String file, String value) {
    if (value != null) {
      limits.add(new CgroupLimit(controller, file, value));
    }
  }
}
