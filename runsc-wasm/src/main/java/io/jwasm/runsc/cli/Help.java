package io.jwasm.runsc.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The help texts, in the form of runc's. */
final class Help {
  private static final String ABOUT =
      """
      NAME:
         jwasm - Open Container Initiative runtime for WebAssembly

      jwasm is a command line client for running WebAssembly programs packaged according to
      the Open Container Initiative (OCI) format.

      Each container is one process: a sandbox that runs the program and answers its system
      calls, so that the program never calls the host's kernel itself.

      To start a new instance of a container:

          # jwasm run [ -b bundle ] <container-id>

      Where "<container-id>" is your name for the instance of the container that you
      are starting. The name you provide for the container instance must be unique on
      your host. Providing the bundle directory using "-b" is optional. The default
      value for "bundle" is the current directory.

      USAGE:
         jwasm [global options] command [command options] [arguments...]

      """;

  private Help() {}

  /** Help of the program. */
  static String of(Grammar grammar) {
    StringBuilder text = new StringBuilder(ABOUT);
    text.append("VERSION:\n   ").append(Release.VERSION).append("\n\n");
    text.append("COMMANDS:\n");
    List<String[]> rows = new ArrayList<>();
    for (Verb verb : grammar.all()) {
      rows.add(new String[] {verb.name(), verb.summary()});
    }
    rows.add(new String[] {"help, h", "show a list of commands or help for one command"});
    appendRows(text, rows);
    text.append("\nGLOBAL OPTIONS:\n");
    appendOptions(text, Globals.options());
    return text.toString();
  }

  /** Help of one command. */
  static String of(Verb verb) {
    StringBuilder text = new StringBuilder();
    text.append("NAME:\n   jwasm ").append(verb.name()).append(" - ").append(verb.summary());
    text.append("\n\nUSAGE:\n   jwasm ").append(verb.name());
    if (!verb.options().isEmpty()) {
      text.append(" [command options]");
    }
    if (!verb.arguments().label().isEmpty()) {
      text.append(' ').append(verb.arguments().label());
    }
    text.append('\n');
    if (!verb.description().isEmpty()) {
      text.append("\nDESCRIPTION:\n");
      verb.description().lines().forEach(line -> appendIndented(text, line));
    }
    List<OptionSpec> options = new ArrayList<>(verb.options());
    options.add(Flags.help());
    text.append("\nOPTIONS:\n");
    appendOptions(text, options);
    return text.toString();
  }

  private static void appendIndented(StringBuilder text, String line) {
    text.append(line.isEmpty() ? "" : "   ").append(line).append('\n');
  }

  private static void appendOptions(StringBuilder text, List<OptionSpec> options) {
    List<String[]> rows = new ArrayList<>();
    for (OptionSpec option : options) {
      if (!option.hidden()) {
        rows.add(new String[] {Flags.label(option), String.join(" ", option.description())});
      }
    }
    appendRows(text, rows);
  }

  private static void appendRows(StringBuilder text, List<String[]> rows) {
    int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    for (String[] row : rows) {
      text.append("   ").append(row[0]).repeat(' ', width - row[0].length() + 2);
      text.append(row[1]).append('\n');
    }
  }
}
