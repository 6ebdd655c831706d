package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm kill}. */
final class Kill implements LauncherVerb {
  private static final Set<String> SIGNALS =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

  private static final Pattern REALTIME =
      Pattern.compile("RTMIN(\\+([12]?[0-9]|30))?|RTMAX(-([12]?[0-9]|30))?");

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
    if (words.size() == 2 && !isSignal(words.get(1))) {
      throw new Failure.InvalidArgument(
          "unknown signal \"" + words.get(1) + "\": name one as 9, KILL or SIGKILL");
    }
  }

  private static boolean isSignal(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    return SIGNALS.contains(name) || REALTIME.matcher(name).matches() || isNumber(word);
  }

  /** 1 to 64; 0 would only ask whether the process exists. */
  private static boolean isNumber(String word) {
    boolean hasDigits = !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!hasDigits || word.length() > 2) {
      return false;
    }
    int number = Integer.parseInt(word);
    return number >= 1 && number <= 64;
  }
}
