package io.jwasm.oci.spec;

import java.util.List;

/**
 * Reads how a process is scheduled: {@code scheduler}, {@code ioPriority}, {@code execCPUAffinity}.
 */
final class SchedulerReader {
  private SchedulerReader() {}

  static Scheduler scheduler(JsonCursor json) throws InvalidSpec {
    SchedulerPolicy policy = null;
    Integer nice = null;
    Integer priority = null;
    List<SchedulerFlag> flags = List.of();
    Long runtimeNanos = null;
    Long deadlineNanos = null;
    Long periodNanos = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "policy" -> policy = json.oneOf(SchedulerPolicy.values());
        case "nice" -> nice = json.int32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        case "priority" -> priority = json.int32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        case "flags" -> flags = json.listOf(SchedulerFlag.values());
        case "runtime" -> runtimeNanos = json.uint64();
        case "deadline" -> deadlineNanos = json.uint64();
        case "period" -> periodNanos = json.uint64();
        default -> json.skip();
      }
    }
    if (policy == null) {
      json.missing("policy", "the scheduling policy, such as SCHED_OTHER");
      return null;
    }
    return new Scheduler(
        policy,
        nice == null ? 0 : nice,
        priority == null ? 0 : priority,
        flags,
        runtimeNanos == null ? 0 : runtimeNanos,
        deadlineNanos == null ? 0 : deadlineNanos,
        periodNanos == null ? 0 : periodNanos);
  }

  static IoPriority ioPriority(JsonCursor json) throws InvalidSpec {
    IoPriorityClass priorityClass = null;
    Integer priority = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "class" -> priorityClass = json.oneOf(IoPriorityClass.values());
        case "priority" -> priority = json.int32(0, 7);
        default -> json.skip();
      }
    }
    if (priorityClass == null) {
      json.missing("class", "the I/O scheduling class, such as IOPRIO_CLASS_BE");
    }
    if (priority == null) {
      json.missing("priority", "a number from 0, the highest, to 7");
    }
    return priorityClass == null || priority == null
        ? null
        : new IoPriority(priorityClass, priority);
  }

  static CpuAffinity cpuAffinity(JsonCursor json) throws InvalidSpec {
    String initial = null;
    String last = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "initial" -> initial = json.string();
        case "final" -> last = json.string();
        default -> json.skip();
      }
    }
    return new CpuAffinity(initial, last);
  }
}
