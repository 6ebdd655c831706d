package io.jwasm.runsc.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** {@code jwasm delete}. */
final class Delete implements LauncherVerb {
  @Override
  public String name() {
    return "delete";
  }

  @Override
  public String summary() {
    return "delete any resources held by the container often used with detached container";
  }

  @Override
  public Arguments arguments() {
    return Arguments.CONTAINER_ID;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        Flags.of(
            "forcibly deletes the container if it is still running (uses SIGKILL), and what is"
                + " left of one that is broken",
            "--force",
            "-f"));
  }
}
