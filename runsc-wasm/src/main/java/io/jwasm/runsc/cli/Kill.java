package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Signal;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm kill}. */
final class Kill implements LauncherVerb {
  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String summary() {
    return "kill sends the specified signal (default: SIGTERM) to the container's init process";
  }

  @Override
  public Arguments arguments() {
    return new Arguments("<container-id> [signal]", 1, 2, Arguments.Order.MIXED);
  }

  @Override
  public String description() {
    return """
    The signal is a number or a name: 9, KILL and SIGKILL are the same.

    EXAMPLE:
    For example, if the container id is "web1" the following will send a "KILL"
    signal to the init process of the "web1" container:

           # jwasm kill web1 KILL
    """;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        Flags.of("send the specified signal to all processes inside the container", "--all", "-a"));
  }

  @Override
  public void check(ParseResult parsed, Session session) throws Failure {
    List<String> words = Grammar.arguments(parsed);
    if (words.size() < 2) {
      return;
    }
    try {
      Signal.parse(words.get(1));
    } catch (ErrnoException _) {
      throw new Failure.InvalidArgument(
          "unknown signal \"" + words.get(1) + "\": name one as 9, KILL or SIGKILL");
    }
  }
}
