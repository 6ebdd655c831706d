package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** One command: its grammar, its help and what it does. */
interface Verb {
  String name();

  /** One line for the list of commands. */
  String summary();

  /** What follows the flags. */
  Arguments arguments();

  /** Paragraphs of the help, already broken into lines; empty when the summary says all. */
  default String description() {
    return "";
  }

  /** Fresh specs of the flags, in the order of the help. */
  default List<OptionSpec> options() {
    return List.of();
  }

  /** Does the work of a call whose grammar has been checked. */
  void run(ParseResult parsed, Session session) throws Failure;
}
