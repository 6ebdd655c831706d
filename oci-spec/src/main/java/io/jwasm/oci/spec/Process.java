package io.jwasm.oci.spec;

import java.util.List;

/**
 * The program that runs in the container and what it runs with.
 *
 * @param terminal whether standard input, output and error are a terminal
 * @param consoleSize first size of that terminal; null when absent
 * @param user who the process runs as; {@link User#ROOT} when absent
 * @param args the program and its arguments
 * @param env environment entries {@code NAME=value}; of two with one name the last counts
 * @param cwd working directory inside the container; null when absent, never null once validated
 * @param capabilities the capability sets; {@link Capabilities#NONE} when absent
 * @param rlimits resource limits
 * @param noNewPrivileges whether the process can never gain privileges
 * @param apparmorProfile AppArmor profile; null when absent
 * @param selinuxLabel SELinux label; null when absent
 * @param oomScoreAdj adjustment of the out-of-memory score, -1000 to 1000; null leaves it alone
 * @param scheduler how the kernel schedules the process; null when absent
 * @param ioPriority I/O priority; null when absent
 * @param execCpuAffinity processors for further processes of the container; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#process">process</a>
 */
@SuppressWarnings(
    "JavaLangClash") // The runtime-spec's own word; java.lang.Process is never used here.
public record Process(
    boolean terminal,
    ConsoleSize consoleSize,
    User user,
    List<String> args,
    List<String> env,
    String cwd,
    Capabilities capabilities,
    List<Rlimit> rlimits,
    boolean noNewPrivileges,
    String apparmorProfile,
    String selinuxLabel,
    Integer oomScoreAdj,
    Scheduler scheduler,
    IoPriority ioPriority,
    CpuAffinity execCpuAffinity) {

  /** Makes the lists unmodifiable. */
  public Process {
    args = List.copyOf(args);
    env = List.copyOf(env);
    rlimits = List.copyOf(rlimits);
  }
}
