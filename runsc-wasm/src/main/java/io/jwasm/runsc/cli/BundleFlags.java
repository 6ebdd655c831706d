package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Bundle;
import io.jwasm.runsc.container.Failure;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags and words that {@code create} and {@code run} share. */
final class BundleFlags {
  static final String DESCRIPTION =
      """
      The %s command creates an instance of a container for a bundle. The bundle
      is a directory with a specification file named "config.json" and a root
      filesystem.

      The specification file includes an args parameter: the WebAssembly module that is
      run when the container is started, and its arguments. To change it, edit the args
      parameter of the spec. See "jwasm spec --help" for more explanation.
      """;

  private BundleFlags() {}

  static OptionSpec bundle() {
    return Flags.value(
        "path to the root of the bundle directory, defaults to the current directory",
        "--bundle",
        "-b");
  }

  static OptionSpec consoleSocket() {
    return Flags.value(
        "path to an AF_UNIX socket which will receive a file descriptor referencing the master"
            + " end of the console's pseudoterminal",
        "--console-socket");
  }

  static OptionSpec pidFile() {
    return Flags.value("specify the file to write the process id to", "--pid-file");
  }

  static List<OptionSpec> rest() {
    return List.of(
        Flags.value(
            "path to an AF_UNIX socket which will receive a file descriptor referencing the init"
                + " process",
            "--pidfd-socket"),
        Flags.of(
            "accepted for runc's callers: the sandbox always pivots into a root of its own",
            "--no-pivot"),
        Flags.of("do not create a new session keyring for the container", "--no-new-keyring"),
        Flags.value(
            "pass N additional file descriptors to the container (stdio + $LISTEN_FDS + N in"
                + " total) (default: 0)",
            "--preserve-fds"));
  }

  /**
   * Explains why the launcher did not create the container: everything that is wrong with
   * config.json, or else the first thing that the launcher met.
   */
  static void check(ParseResult parsed, Session session) throws Failure {
    checkCount(parsed);
    new Bundle(Flags.path(Flags.valueOf(parsed, "--bundle", ""))).check();
    if (session.refusal().isPresent()) {
      throw new Failure.InvalidSpec(session.refusal().get(), null);
    }
  }

  private static void checkCount(ParseResult parsed) throws Failure {
    String count = Flags.valueOf(parsed, "--preserve-fds", "0");
    boolean isNumber =
        !count.isEmpty()
            && count.length() <= 9
            && count.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    if (!isNumber) {
      throw new Failure.InvalidArgument(
          "invalid value \"" + count + "\" for flag -preserve-fds: it is not a count");
    }
  }
}
