package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;

/** Rules of {@code process}. */
final class ProcessRules {
  /** Id that setuid(2) and setgid(2) take for "leave it as it is". */
  private static final long NO_ID = 0xffff_ffffL;

  private ProcessRules() {}

  static void check(String path, Process process, Violations violations) {
    args(JsonPath.property(path, "args"), process.args(), violations);
    cwd(JsonPath.property(path, "cwd"), process.cwd(), violations);
    env(JsonPath.property(path, "env"), process.env(), violations);
    user(JsonPath.property(path, "user"), process.user(), violations);
    rlimits(JsonPath.property(path, "rlimits"), process.rlimits(), violations);
    if (process.terminal() && process.consoleSize() != null) {
      consoleSize(JsonPath.property(path, "consoleSize"), process.consoleSize(), violations);
    }
    if (process.scheduler() != null) {
      scheduler(JsonPath.property(path, "scheduler"), process.scheduler(), violations);
    }
    if (process.execCpuAffinity() != null) {
      String affinity = JsonPath.property(path, "execCPUAffinity");
      cpuList(affinity + ".initial", process.execCpuAffinity().initial(), violations);
      cpuList(affinity + ".final", process.execCpuAffinity().last(), violations);
    }
  }

  static void warn(String path, Process process, Violations warnings) {
    Capabilities sets = process.capabilities();
    String capabilities = JsonPath.property(path, "capabilities");
    unknown(capabilities + ".bounding", sets.bounding(), warnings);
    unknown(capabilities + ".effective", sets.effective(), warnings);
    unknown(capabilities + ".inheritable", sets.inheritable(), warnings);
    unknown(capabilities + ".permitted", sets.permitted(), warnings);
    unknown(capabilities + ".ambient", sets.ambient(), warnings);
  }

  private static void unknown(String path, List<String> names, Violations warnings) {
    for (int i = 0; i < names.size(); i++) {
      if (Capability.named(names.get(i)) == null) {
        warnings.add(
            JsonPath.element(path, i),
            "ignored unknown capability " + Quote.of(names.get(i)) + "; remove it");
      }
    }
  }

  private static void args(String path, List<String> args, Violations violations) {
    if (args.isEmpty()) {
      violations.add(path, "is empty; add the program to run");
    } else if (args.getFirst().isEmpty()) {
      violations.add(JsonPath.element(path, 0), "is empty; name the program to run");
    }
  }

  private static void cwd(String path, String cwd, Violations violations) {
    if (cwd == null) {
      violations.add(path, "is missing; add the working directory, such as /");
    } else {
      violations.requireAbsolute(path, cwd);
    }
  }

  /** Entries may hold secrets, so messages do not quote them. */
  private static void env(String path, List<String> env, Violations violations) {
    for (int i = 0; i < env.size(); i++) {
      int equals = env.get(i).indexOf('=');
      if (equals < 0) {
        violations.add(JsonPath.element(path, i), "has no '='; write NAME=value");
      } else if (equals == 0) {
        violations.add(JsonPath.element(path, i), "has no name before '='; write NAME=value");
      }
    }
  }

  private static void user(String path, User user, Violations violations) {
    id(path + ".uid", user.uid(), violations);
    id(path + ".gid", user.gid(), violations);
    for (int i = 0; i < user.additionalGids().size(); i++) {
      id(JsonPath.element(path + ".additionalGids", i), user.additionalGids().get(i), violations);
    }
  }

  private static void id(String path, long id, Violations violations) {
    if (id == NO_ID) {
      violations.add(path, "found 4294967295, which the kernel reads as no id; choose another");
    }
  }

  private static void rlimits(String path, List<Rlimit> rlimits, Violations violations) {
    List<RlimitType> seen = new ArrayList<>();
    for (int i = 0; i < rlimits.size(); i++) {
      Rlimit rlimit = rlimits.get(i);
      String element = JsonPath.element(path, i);
      if (seen.contains(rlimit.type())) {
        violations.add(
            element + ".type", rlimit.type().specName() + " is there twice; remove one entry");
      } else {
        seen.add(rlimit.type());
      }
      if (Long.compareUnsigned(rlimit.soft(), rlimit.hard()) > 0) {
        violations.add(
            element + ".soft",
            "found "
                + Long.toUnsignedString(rlimit.soft())
                + ", above the hard limit "
                + Long.toUnsignedString(rlimit.hard())
                + "; lower it");
      }
    }
  }

  private static void consoleSize(String path, ConsoleSize size, Violations violations) {
    if (size.height() > 0xffff || size.width() > 0xffff) {
      violations.add(path, "is larger than a terminal can be; keep both to at most 65535");
    }
  }

  private static void scheduler(String path, Scheduler scheduler, Violations violations) {
    SchedulerPolicy policy = scheduler.policy();
    boolean fair = policy == SchedulerPolicy.OTHER || policy == SchedulerPolicy.BATCH;
    boolean realTime = policy == SchedulerPolicy.FIFO || policy == SchedulerPolicy.ROUND_ROBIN;
    if (fair && (scheduler.nice() < -20 || scheduler.nice() > 19)) {
      violations.add(path + ".nice", "found " + scheduler.nice() + "; write -20 to 19");
    }
    if (!realTime && scheduler.priority() != 0) {
      violations.add(
          path + ".priority", "needs the policy SCHED_FIFO or SCHED_RR; change it or remove this");
    }
    if (policy == SchedulerPolicy.DEADLINE) {
      return;
    }
    deadlineOnly(path + ".runtime", scheduler.runtimeNanos(), violations);
    deadlineOnly(path + ".deadline", scheduler.deadlineNanos(), violations);
    deadlineOnly(path + ".period", scheduler.periodNanos(), violations);
  }

  private static void deadlineOnly(String path, long nanos, Violations violations) {
    if (nanos != 0) {
      violations.add(path, "needs the policy SCHED_DEADLINE; change it or remove this");
    }
  }

  private static void cpuList(String path, String cpus, Violations violations) {
    for (int i = 0; cpus != null && i < cpus.length(); i++) {
      char c = cpus.charAt(i);
      if (!(c >= '0' && c <= '9') && c != ',' && c != '-' && c != ' ') {
        violations.add(path, "found " + Quote.of(cpus) + "; write a list such as 0-3,7");
        return;
      }
    }
  }
}
