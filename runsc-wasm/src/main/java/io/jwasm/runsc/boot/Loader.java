package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Linux;
import io.jwasm.oci.spec.Process;
import io.jwasm.oci.spec.Resources;
import io.jwasm.oci.spec.Rlimit;
import io.jwasm.oci.spec.RlimitType;
import io.jwasm.oci.spec.Spec;
import io.jwasm.oci.spec.SpecReader;
import io.jwasm.oci.spec.SpecValidator;
import io.jwasm.oci.spec.User;
import io.jwasm.oci.spec.Violation;
import io.jwasm.sentry.ProcessSpec;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.vfs.FileType;
import java.util.List;

/** Turns a config.json into what the sentry is booted with; the only place that knows both. */
final class Loader {
  /** Annotation that names a module outside the root file system; the launcher opens it. */
  private static final String MODULE = "io.jwasm.module";

  /** Annotation that names where the memory of programs comes from. */
  private static final String PAGE_ALLOCATOR = "io.jwasm.page-allocator";

  private static final String MODULE_PLACE = "/fs/module";
  private static final int DEFAULT_MAX_FDS = 1024;
  private static final int DEFAULT_UMASK = 0022;

  /** What part of a container's memory the stack of its program's first thread may take. */
  private static final int STACK_SHARE = 8;

  private static final long LEAST_STACK_BYTES = 1L << 20;

  /** The sentry's table of descriptors is an array; a limit above this says "no limit". */
  private static final int MOST_FDS = 1 << 20;

  private Loader() {}

  /**
   * Returns the container's configuration.
   *
   * <p>Errors: {@link InvalidSpec} with everything that is wrong with it.
   */
  static Spec read(byte[] config) throws InvalidSpec {
    Spec spec = SpecReader.read(config);
    List<Violation> violations = SpecValidator.validate(spec);
    if (!violations.isEmpty()) {
      throw new InvalidSpec(violations);
    }
    return spec;
  }

  /**
   * Returns the program that the container runs, with the streams it inherited.
   *
   * <p>Errors: {@link InvalidSpec} for annotations that cannot be understood.
   */
  static ProcessSpec process(Spec spec, List<String> stdio) throws InvalidSpec {
    Process process = spec.process();
    String module = spec.annotations().get(MODULE);
    LimitAnnotations limits = LimitAnnotations.read(spec.annotations());
    return new ProcessSpec(
        process.args(),
        Settings.programEnvironment(process.env()),
        process.cwd(),
        stream(Descriptors.GUEST_STDIN, stdio.get(0)),
        stream(Descriptors.GUEST_STDOUT, stdio.get(1)),
        stream(Descriptors.GUEST_STDERR, stdio.get(2)),
        maxFds(process.rlimits()),
        credentials(process.user()),
        Preopens.read(spec.annotations().get(Preopens.ANNOTATION)),
        module == null || module.isEmpty() ? null : MODULE_PLACE,
        limits.module(),
        limits.guestStackBytes() > 0 ? limits.guestStackBytes() : stackBytes(spec.linux()));
  }

  /**
   * A stack that the container's memory has no room for would end the program by the cgroup, and
   * not in a trap that names the function.
   */
  private static long stackBytes(Linux linux) {
    Resources resources = linux.resources();
    boolean limited = resources != null && resources.memory() != null;
    Long limit = limited ? resources.memory().limit() : null;
    return limit == null || limit <= 0
        ? ThreadGroup.LEADER_STACK_BYTES
        : Math.clamp(limit / STACK_SHARE, LEAST_STACK_BYTES, ThreadGroup.LEADER_STACK_BYTES);
  }

  /**
   * Returns what names the page allocator.
   *
   * @param flag the value of {@code --page-allocator}, which the annotation overrides
   */
  static String pageAllocator(Spec spec, String flag) {
    String annotation = spec.annotations().get(PAGE_ALLOCATOR);
    return annotation == null ? flag : annotation;
  }

  /**
   * Returns how many tasks the container may have. The cgroup gets room for the JVM's own threads
   * above that, so that no thread of the JVM is the one that is refused.
   */
  static PidsLimit pids(Linux linux) {
    Resources resources = linux.resources();
    Long limit = resources == null || resources.pids() == null ? null : resources.pids().limit();
    if (limit == null || limit == 0) {
      return PidsLimit.of(PidsLimit.DEFAULT);
    }
    return PidsLimit.of(limit < 0 ? PidsLimit.MOST : limit);
  }

  private static Credentials credentials(User user) {
    int[] groups = new int[user.additionalGids().size()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = user.additionalGids().get(i).intValue();
    }
    int umask = user.umask() == null ? DEFAULT_UMASK : user.umask();
    return new Credentials((int) user.uid(), (int) user.gid(), groups, umask);
  }

  /** Returns the container's terminal, or an absent stream. */
  static StdioConfig terminal(Process process, List<String> stdio) {
    return process.terminal() && stdio.getFirst().equals("tty")
        ? stream(Descriptors.GUEST_STDIN, "tty")
        : StdioConfig.absent();
  }

  private static StdioConfig stream(int fd, String kind) {
    return switch (kind) {
      // A guest takes a character device for a terminal, and /dev/null is none.
      case "tty", "device" ->
          new StdioConfig(
              fd, kind.equals("tty") ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE);
      case "file" -> new StdioConfig(fd, FileType.REGULAR);
      case "pipe" -> new StdioConfig(fd, FileType.FIFO);
      case "socket" -> new StdioConfig(fd, FileType.SOCKET);
      default -> StdioConfig.absent();
    };
  }

  private static int maxFds(List<Rlimit> rlimits) {
    for (int i = 0; i < rlimits.size(); i++) {
      Rlimit rlimit = rlimits.get(i);
      if (rlimit.type() == RlimitType.NOFILE) {
        // Unsigned: no limit is 2^64 - 1.
        return Long.compareUnsigned(rlimit.soft(), MOST_FDS) > 0 ? MOST_FDS : (int) rlimit.soft();
      }
    }
    return DEFAULT_MAX_FDS;
  }
}
