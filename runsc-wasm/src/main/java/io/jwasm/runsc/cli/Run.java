package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm run}. */
final class Run implements LauncherVerb {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "create and run a container";
  }

  @Override
  public Arguments arguments() {
    return Arguments.CONTAINER_ID;
  }

  @Override
  public String description() {
    return BundleFlags.DESCRIPTION.formatted(name());
  }

  @Override
  public List<OptionSpec> options() {
    List<OptionSpec> options = new ArrayList<>();
    options.add(BundleFlags.bundle());
    options.add(BundleFlags.consoleSocket());
    options.add(Flags.of("detach from the container's process", "--detach", "-d"));
    options.add(Flags.of("do not delete the container after it exits", "--keep"));
    options.add(BundleFlags.pidFile());
    options.add(
        Flags.of(
            "disable the use of the subreaper used to reap reparented processes",
            "--no-subreaper"));
    options.addAll(BundleFlags.rest());
    return options;
  }

  @Override
  public void check(ParseResult parsed, Session session) throws Failure {
    BundleFlags.check(parsed, session);
  }
}
