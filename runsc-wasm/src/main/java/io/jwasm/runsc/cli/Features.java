package io.jwasm.runsc.cli;

import io.jwasm.oci.state.CgroupFeatures;
import io.jwasm.oci.state.LinuxFeatures;
import io.jwasm.oci.state.SeccompFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/**
 * {@code jwasm features}: what of config.json has an effect, for callers that ask before they write
 * one.
 */
final class Features implements Verb {
  private static final List<String> HOOKS =
      List.of(
          "prestart",
          "createRuntime",
          "createContainer",
          "startContainer",
          "poststart",
          "poststop");

  /**
   * Mounts are private, and nothing of one is executed by the host, whether this is said or not.
   */
  private static final List<String> MOUNT_OPTIONS =
      List.of("bind", "nodev", "noexec", "nosuid", "private", "rbind", "ro", "rprivate", "rw");

  private static final List<String> NAMESPACES =
      List.of("cgroup", "ipc", "mount", "network", "pid", "user", "uts");

  /** The most that a sandbox is ever granted; others are accepted and dropped. */
  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_NET_BIND_SERVICE");

  /** Paths in systemd's form are understood; no unit is asked of systemd itself. */
  private static final CgroupFeatures CGROUP = new CgroupFeatures(true, true, true, false, false);

  @Override
  public String name() {
    return "features";
  }

  @Override
  public String summary() {
    return "show the enabled features";
  }

  @Override
  public Arguments arguments() {
    return Arguments.NONE;
  }

  @Override
  public String description() {
    return """
    Show the enabled features, as JSON.
    See the features structure of the OCI runtime-spec for its meaning.
    """;
  }

  @Override
  public void run(ParseResult parsed, Session session) {
    session.out().writeBytes(document());
  }

  /** The launcher asked the kernel; it is of use only to whoever wants to know of this host. */
  private static Map<String, String> annotations() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("io.jwasm.version", Release.VERSION);
    annotations.put("io.jwasm.landlock", System.getProperty("jwasm.landlock", "0"));
    return annotations;
  }

  private static byte[] document() {
    // The sandbox has a system call filter of its own; no call of the guest reaches the host's.
    LinuxFeatures linux =
        new LinuxFeatures(
            NAMESPACES,
            CAPABILITIES,
            CGROUP,
            SeccompFeatures.DISABLED,
            false,
            false,
            false,
            false,
            false);
    return new io.jwasm.oci.state.Features(
            io.jwasm.oci.spec.Spec.OLDEST_VERSION,
            Release.OCI_VERSION,
            HOOKS,
            MOUNT_OPTIONS,
            linux,
            annotations(),
            List.of())
        .toJson();
  }
}
