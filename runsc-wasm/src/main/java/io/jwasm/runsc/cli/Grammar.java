package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.ParserSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The grammar of all commands, as a picocli model. It is built by hand: reading annotations would
 * cost more time than all the rest of a command.
 */
final class Grammar {
  /** All verbs, in the order of the help. */
  private final List<Verb> verbs;

  private final CommandLine commandLine;

  Grammar() {
    // It would warn on stderr of names that are prefixes of others, as --debug is of --debug=true.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    verbs = verbs();
    CommandSpec root = command("jwasm", Globals.options());
    root.parser().stopAtPositional(true);
    for (Verb verb : verbs) {
      CommandSpec spec = command(verb.name(), verb.options());
      if (verb instanceof Unsupported) {
        spec.parser().unmatchedOptionsArePositionalParams(true);
      } else {
        spec.addOption(Flags.help());
      }
      spec.parser().stopAtPositional(verb.arguments().order() == Arguments.Order.FLAGS_FIRST);
      root.addSubcommand(verb.name(), spec);
    }
    commandLine = new CommandLine(root);
  }

  private static List<Verb> verbs() {
    return List.of(
        new Unsupported("checkpoint", "checkpoint a running container"),
        new Create(),
        new Debug(),
        new Delete(),
        new Events(),
        new Unsupported("exec", "execute new process inside the container"),
        new Features(),
        new Kill(),
        new ListContainers(),
        new Unsupported("pause", "suspend all processes inside the container"),
        new Ps(),
        new Unsupported("restore", "restore a container from a previous checkpoint"),
        new Unsupported("resume", "resume all processes that have been paused"),
        new Run(),
        new Spec(),
        new Start(),
        new State(),
        new Update(),
        new Usage());
  }

  List<Verb> all() {
    return verbs;
  }

  /**
   * What the arguments mean.
   *
   * <p>Errors: {@code InvalidArgument} in the words of runc.
   */
  ParseResult parse(List<String> arguments) throws Failure {
    try {
      return commandLine.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new Failure.InvalidArgument(explain(e));
    }
  }

  Optional<Verb> find(String name) {
    return verbs.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }

  /** Value of a global flag as far as parsing came; empty when it was not given. */
  Optional<String> global(String name) {
    return Optional.ofNullable(commandLine.getCommandSpec().findOption(name).<Object>getValue())
        .map(Object::toString);
  }

  /** What follows the flags of a command. */
  static List<String> arguments(ParseResult parsed) {
    return parsed.matchedPositionalValue(0, List.of());
  }

  private static CommandSpec command(String name, List<OptionSpec> options) {
    CommandSpec spec = CommandSpec.create().name(name);
    for (OptionSpec option : options) {
      spec.addOption(option);
      if (option.arity().max() == 0) {
        spec.addOption(Flags.turnedOff(option));
      }
    }
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    spec.parser(goStyle());
    return spec;
  }

  private static ParserSpec goStyle() {
    return new ParserSpec()
        .expandAtFiles(false)
        .posixClusteredShortOptionsAllowed(false)
        .allowOptionsAsOptionParameters(true)
        .allowSubcommandsAsOptionParameters(true)
        .overwrittenOptionsAllowed(true);
  }

  private static String explain(ParameterException e) {
    String verb = e.getCommandLine().getCommandName();
    String help = "; see jwasm " + (verb.equals("jwasm") ? "" : verb + " ") + "--help";
    return switch (e) {
      case UnmatchedArgumentException unmatched ->
          "flag provided but not defined: -"
              + withoutDashes(unmatched.getUnmatched().getFirst())
              + help;
      case MissingParameterException missing ->
          "flag needs an argument: -"
              + withoutDashes(((OptionSpec) missing.getMissing().getFirst()).longestName())
              + help;
      default -> e.getMessage() + help;
    };
  }

  private static String withoutDashes(String flag) {
    String name = flag.startsWith("--") ? flag.substring(2) : flag.substring(1);
    int value = name.indexOf('=');
    return value < 0 ? name : name.substring(0, value);
  }
}
