package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** One call of the program: globals, verb, the verb's flags and arguments. */
public final class Program {
  private final Grammar grammar = new Grammar();
  private final Invocation invocation;
  private final PrintStream out;
  private final PrintStream err;

  /** A call that prints its results to {@code out} and its messages to {@code err}. */
  public Program(Invocation invocation, PrintStream out, PrintStream err) {
    this.invocation = invocation;
    this.out = out;
    this.err = err;
  }

  /**
   * Does what the arguments ask for.
   *
   * <p>Errors: any {@code Failure}; nothing has been printed about it then.
   */
  public void run() throws Failure {
    ParseResult parsed = grammar.parse(invocation.arguments());
    if (parsed.isVersionHelpRequested()) {
      out.print(Release.TEXT);
    } else if (parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
      runVerb(parsed);
    } else {
      help(parsed);
    }
    if (out.checkError()) {
      throw new Failure.HostFailed("cannot write to standard output", null);
    }
  }

  /**
   * Tells the operator why the call failed: on the error stream and in the log file that it named.
   */
  public void fail(String message, Throwable cause) {
    log().error(message);
    if (grammar.global("--debug").filter("true"::equals).isPresent()) {
      cause.printStackTrace(err);
    }
  }

  private void runVerb(ParseResult parsed) throws Failure {
    ParseResult own = parsed.subcommand();
    Verb verb = grammar.find(own.commandSpec().name()).orElseThrow();
    if (own.isUsageHelpRequested()) {
      out.print(Help.of(verb));
      return;
    }
    checkLogFormat();
    Globals globals = Globals.of(parsed, invocation.environment());
    verb.arguments().check(verb.name(), Grammar.arguments(own).size());
    verb.run(own, new Session(globals, out, log(), invocation.refusal()));
  }

  /** {@code jwasm}, {@code jwasm --help}, {@code jwasm help}, {@code jwasm help create}. */
  private void help(ParseResult parsed) throws Failure {
    List<String> words = Grammar.arguments(parsed);
    boolean asksForHelp =
        words.isEmpty() || words.getFirst().equals("help") || words.getFirst().equals("h");
    if (!asksForHelp && !parsed.isUsageHelpRequested()) {
      throw unknown(words.getFirst());
    }
    if (!asksForHelp || words.size() < 2) {
      out.print(Help.of(grammar));
      return;
    }
    out.print(Help.of(grammar.find(words.get(1)).orElseThrow(() -> unknown(words.get(1)))));
  }

  private static Failure unknown(String verb) {
    return new Failure.InvalidArgument("unknown command \"" + verb + "\"; see jwasm --help");
  }

  private void checkLogFormat() throws Failure {
    String format = grammar.global("--log-format").orElse("text");
    if (!format.equals("text") && !format.equals("json")) {
      throw new Failure.InvalidArgument("invalid log-format: " + format + "; it is text or json");
    }
  }

  /**
   * Also usable after parsing failed: docker reads the reason from the log file that was named
   * before.
   */
  private OperatorLog log() {
    Optional<String> file =
        grammar.global("--log").filter(name -> !name.isEmpty() && !name.equals("/dev/stderr"));
    boolean isJson = grammar.global("--log-format").filter("json"::equals).isPresent();
    return new OperatorLog(
        err, file, isJson ? OperatorLog.Format.JSON : OperatorLog.Format.TEXT, Clock.systemUTC());
  }
}
