package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.ContainerId;
import io.jwasm.runsc.container.Failure;
import picocli.CommandLine.ParseResult;

/**
 * A verb that the launcher answers itself. Here is its grammar: for the help, and to say what is
 * wrong with a call that the launcher could not read.
 */
sealed interface LauncherVerb extends Verb permits Create, Delete, Kill, Run, Start, State {
  /** Throws when a flag or argument is malformed. */
  default void check(ParseResult parsed) throws Failure {}

  @Override
  default void run(ParseResult parsed, Session session) throws Failure {
    ContainerId.parse(Grammar.arguments(parsed).getFirst());
    check(parsed);
    throw new Failure.InvalidArgument(
        "\""
            + name()
            + "\" is answered by the launcher: run bin/jwasm of the distribution, not its Java"
            + " class");
  }
}
