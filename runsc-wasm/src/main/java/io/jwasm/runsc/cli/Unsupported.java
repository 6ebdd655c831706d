package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import picocli.CommandLine.ParseResult;

/**
 * A verb of runc that jwasm does not offer; it takes any arguments, so that the answer is always
 * the same.
 */
record Unsupported(String name, String what) implements Verb {
  @Override
  public String summary() {
    return what + " (not supported yet)";
  }

  @Override
  public Arguments arguments() {
    return new Arguments("[arguments...]", 0, Integer.MAX_VALUE, Arguments.Order.FLAGS_FIRST);
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    throw new Failure.InvalidArgument(name + ": not supported yet");
  }
}
