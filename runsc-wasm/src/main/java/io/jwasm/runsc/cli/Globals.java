package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags before the verb that matter to the verbs of this package; the launcher reads the
 * others.
 *
 * @param givenRoot {@code --root}; empty for the default
 */
record Globals(Optional<Path> givenRoot, Map<String, String> environment) {
  private static final Path SYSTEM_ROOT = Path.of("/run/jwasm");

  static List<OptionSpec> options() {
    return List.of(
        Flags.of("enable debug logging; a failure then comes with its stack trace", "--debug"),
        Flags.value("set the log file to write jwasm logs to (default is '/dev/stderr')", "--log"),
        Flags.value(
            "set the log format ('text' (default), or 'json') (default: \"text\")", "--log-format"),
        Flags.value(
            "root directory for storage of container state (this should be located in tmpfs)"
                + " (default: \"/run/jwasm\" or \"$XDG_RUNTIME_DIR/jwasm\")",
            "--root"),
        Flags.value("ignored: there is no checkpoint and restore yet", "--criu"),
        Flags.of(
            "enable systemd cgroup support, expects cgroupsPath to be of form"
                + " \"slice:prefix:name\" for e.g. \"system.slice:jwasm:434234\"",
            "--systemd-cgroup"),
        Flags.value(
            "ignore cgroup permission errors ('true', 'false', or 'auto') (default: \"auto\")",
            "--rootless"),
        Flags.value(
            "how guest code is executed: 'wasm' compiles it, 'interpreter' does not"
                + " (default: \"wasm\")",
            "--platform"),
        Flags.value(
            "where changes of the root file system go: 'none' keeps them in the image's directory,"
                + " 'memory' forgets them with the container (default: \"none\")",
            "--overlay"),
        Flags.value(
            "where the memory of programs comes from: 'memfd', 'anonymous', 'heap', each also after"
                + " 'accounted,limit=SIZE:', or a jar in image/allocators (default: \"memfd\")",
            "--page-allocator"),
        Flags.value(
            "what programs reach of the network: 'host' is the container's network namespace,"
                + " 'sandbox' only each other, 'none' nothing (default: \"host\")",
            "--network"),
        Flags.value(
            "whom programs may talk to, as the annotation io.jwasm.net.allow says it"
                + " (default: everybody)",
            "--net-allow"),
        Flags.value(
            "sockets that programs find open from descriptor 3 on, for example"
                + " 'tcp:0.0.0.0:8080,udp:*:53,unix:/run/x.sock'",
            "--net-listen"),
        Flags.of("log every system call of the guest", "--strace"),
        Flags.value(
            "file that gets what the sandbox logs, or a directory with a slash at its end"
                + " (default: \"sandbox.log\" beside the state)",
            "--debug-log"),
        Flags.value(
            "directory of compiled modules (default: \"/var/cache/jwasm\" or"
                + " \"$XDG_CACHE_HOME/jwasm\")",
            "--cache"),
        Flags.hidden(
            Flags.value("one more flag of the sandbox's Java; repeatable", "--sandbox-option")),
        OptionSpec.builder("--version", "-v", "-version", "--v")
            .type(boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("print the version")
            .build(),
        Flags.help());
  }

  /** The checked globals of a call. */
  static Globals of(ParseResult parsed, Map<String, String> environment) throws Failure {
    check(parsed, "--rootless", "true", "false", "auto");
    check(parsed, "--overlay", "none", "memory");
    check(parsed, "--network", "host", "sandbox", "none");
    String root = Flags.valueOf(parsed, "--root", "");
    return new Globals(
        root.isEmpty() ? Optional.empty() : Optional.of(Flags.path(root).toAbsolutePath()),
        environment);
  }

  /**
   * Where the containers' state is: {@code --root}, else a directory of the system or of the user.
   * The rule is the launcher's.
   */
  Path root() throws Failure {
    if (givenRoot.isPresent()) {
      return givenRoot.get();
    }
    String runtimeDirectory = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (isSuperuser() || !runtimeDirectory.startsWith("/")) {
      return SYSTEM_ROOT;
    }
    return Flags.path(runtimeDirectory).resolve("jwasm");
  }

  /**
   * Asked of procfs: the first call of jnr-posix would take more time than all the rest of {@code
   * jwasm list}.
   */
  private static boolean isSuperuser() throws Failure {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot read /proc: " + e, e);
    }
  }

  private static void check(ParseResult parsed, String name, String... allowed) throws Failure {
    String value = Flags.valueOf(parsed, name, allowed[0]);
    if (!List.of(allowed).contains(value)) {
      throw new Failure.InvalidArgument(
          "invalid value \""
              + value
              + "\" for flag "
              + name.substring(1)
              + ": it is one of "
              + String.join(", ", allowed));
    }
  }
}
