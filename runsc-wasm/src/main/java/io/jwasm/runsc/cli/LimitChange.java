package io.jwasm.runsc.cli;

import io.jwasm.oci.spec.Memory;
import io.jwasm.oci.spec.Pids;
import io.jwasm.oci.spec.Resources;
import io.jwasm.runsc.container.Container;
import io.jwasm.runsc.container.ContainerStore;
import io.jwasm.runsc.container.ControlGroups;
import io.jwasm.runsc.container.Failure;
import io.jwasm.runsc.container.posix.ControlFifo;
import io.jwasm.runsc.limits.CgroupLimit;
import io.jwasm.runsc.limits.CgroupLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * New limits of a container with a process: written into its control groups, and what of it the
 * sentry keeps itself is told to the sandbox. Either all of them hold afterwards or, when the
 * kernel refuses one, those from before.
 */
final class LimitChange {
  /** As the launcher says of a new container. */
  static final long LEAST_MEMORY_BYTES = 64L << 20;

  private static final String LIMIT = "memory.limit_in_bytes";
  private static final String LIMIT_AND_SWAP = "memory.memsw.limit_in_bytes";

  private final ContainerStore store;
  private final Container container;
  private final ControlGroups groups;

  LimitChange(ContainerStore store, Container container, ControlGroups groups) {
    this.store = store;
    this.container = container;
    this.groups = groups;
  }

  void make(Resources resources) throws Failure {
    Memory memory = resources == null ? null : resources.memory();
    Pids pids = resources == null ? null : resources.pids();
    long limit = memory == null || memory.limit() == null ? 0 : memory.limit();
    long tasks = pids == null || pids.limit() == null ? 0 : pids.limit();
    if (limit > 0 && limit < LEAST_MEMORY_BYTES) {
      throw new Failure.InvalidArgument(
          "memory limit: found "
              + limit
              + ", a sandbox needs at least "
              + LEAST_MEMORY_BYTES
              + " (64m)");
    }
    try {
      writeAll(inOrder(CgroupLimits.of(resources, groups.isUnified())));
    } catch (Failure.HostFailed e) {
      throw explained(e, limit);
    }
    if (limit != 0) {
      store.order(container, ControlFifo.MEMORY_LIMIT, Math.max(limit, 0));
    }
    if (tasks != 0) {
      store.order(container, ControlFifo.PIDS_LIMIT, Math.max(tasks, 0));
    }
  }

  /** The kernel says of version 1 that it is busy when more is in use than shall be allowed. */
  private Failure explained(Failure.HostFailed refused, long limit) throws Failure {
    long used = groups.number("memory.usage_in_bytes").orElse(0L);
    if (limit <= 0 || used <= limit) {
      return refused;
    }
    return new Failure.InvalidState(
        "cannot set the memory limit to " + limit + ": the container uses " + used + " bytes");
  }

  /** Memory alone is never more than memory and swap together, not for a moment either. */
  private List<CgroupLimit> inOrder(List<CgroupLimit> limits) throws Failure {
    List<CgroupLimit> ordered = new ArrayList<>(limits);
    int limit = indexOf(ordered, LIMIT);
    int both = indexOf(ordered, LIMIT_AND_SWAP);
    if (limit < 0 || both < 0) {
      return ordered;
    }
    long wanted = Long.parseLong(ordered.get(limit).value());
    long now = groups.number(LIMIT_AND_SWAP).orElse(Long.MAX_VALUE);
    if (wanted < 0 || wanted > now) {
      ordered.add(limit, ordered.remove(both));
    }
    return ordered;
  }

  private static int indexOf(List<CgroupLimit> limits, String file) {
    for (int i = 0; i < limits.size(); i++) {
      if (limits.get(i).file().equals(file)) {
        return i;
      }
    }
    return -1;
  }

  private void writeAll(List<CgroupLimit> limits) throws Failure {
    List<CgroupLimit> before = new ArrayList<>();
    try {
      for (CgroupLimit each : limits) {
        String value = groups.read(each.file()).orElse("");
        groups.write(each.file(), each.value());
        before.addFirst(new CgroupLimit(each.controller(), each.file(), value));
      }
    } catch (Failure e) {
      for (CgroupLimit each : before) {
        restore(each, e);
      }
      throw e;
    }
  }

  private void restore(CgroupLimit before, Failure reason) {
    try {
      groups.write(before.file(), before.value());
    } catch (Failure e) {
      reason.addSuppressed(e);
    }
  }
}
