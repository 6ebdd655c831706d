package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Linux;
import io.jwasm.oci.spec.Mount;
import io.jwasm.oci.spec.Process;
import io.jwasm.oci.spec.Resources;
import io.jwasm.oci.spec.Rlimit;
import io.jwasm.oci.spec.RlimitType;
import io.jwasm.oci.spec.Spec;
import io.jwasm.oci.spec.SpecReader;
import io.jwasm.oci.spec.SpecValidator;
import io.jwasm.oci.spec.Violation;
import io.jwasm.sentry.ProcessSpec;
import io.jwasm.sentry.SentryConfig.HostMount;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.vfs.FileType;
import java.util.ArrayList;
import java.util.List;

/** Turns a config.json into what the sentry is booted with; the only place that knows both. */
final class Loader {
  private static final int DEFAULT_MAX_FDS = 1024;

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
   * Returns the file systems: the root, and the bind mounts at the places that the launcher made.
   */
  static List<HostMount> mounts(Spec spec) {
    List<HostMount> mounts = new ArrayList<>();
    boolean readOnlyRoot = spec.root() != null && spec.root().readonly();
    mounts.add(new HostMount("/", "/fs/0", readOnlyRoot));
    for (int i = 0; i < spec.mounts().size(); i++) {
      Mount mount = spec.mounts().get(i);
      if (isBind(mount)) {
        boolean readOnly = mount.options().contains("ro") || mount.options().contains("rro");
        mounts.add(new HostMount(absolute(mount.destination()), "/fs/" + (i + 1), readOnly));
      }
    }
    return mounts;
  }

  /** Returns the program that the container runs, with the streams it inherited. */
  static ProcessSpec process(Process process, List<String> stdio) {
    return new ProcessSpec(
        process.args(),
        process.env(),
        process.cwd(),
        stream(Descriptors.GUEST_STDIN, stdio.get(0)),
        stream(Descriptors.GUEST_STDOUT, stdio.get(1)),
        stream(Descriptors.GUEST_STDERR, stdio.get(2)),
        maxFds(process.rlimits()),
        (int) process.user().uid(),
        (int) process.user().gid());
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

  /** The rule of the launcher's {@code read_binds}, which made the places. */
  private static boolean isBind(Mount mount) {
    return "bind".equals(mount.type())
        || mount.options().contains("bind")
        || mount.options().contains("rbind");
  }

  private static String absolute(String destination) {
    return destination.startsWith("/") ? destination : "/" + destination;
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
