package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.ContainerId;
import io.jwasm.runsc.container.Failure;
import picocli.CommandLine.ParseResult;

/**
 * A verb that the launcher answers itself. Here is its grammar: for the help, and to say what is
 * wrong with a call that the launcher could not read.
 */
sealed interface LauncherVerb extends Verb permits Create, Delete, Kill, Run, Start, State {
  /** Throws when something is wrong that the launcher leaves to be explained here. */
  default void check(ParseResult parsed, Session session) throws Failure {}

  @Override
  default void run(ParseResult parsed, Session session) throws Failure {
    ContainerId.parse(Grammar.arguments(parsed).getFirst());
    check(parsed, session);
    throw new Failure.InvalidArgument(
        "the launcher does not read this form of \""
            + name()
            + "\": write flags as jwasm "
            + name()
            + " --help shows them, those without a value without =true or =false");
  }
}
