package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm create}. */
final class Create implements LauncherVerb {
  @Override
  public String name() {
    return "create";
  }

  @Override
  public String summary() {
    return "create a container";
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
    options.add(BundleFlags.pidFile());
    options.addAll(BundleFlags.rest());
    return options;
  }

  @Override
  public void check(ParseResult parsed, Session session) throws Failure {
    BundleFlags.check(parsed, session);
  }
}
