package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.ContainerId;
import io.jwasm.runsc.container.ContainerStore;
import io.jwasm.runsc.container.Failure;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm ps}. */
final class Ps implements Verb {
  @Override
  public String name() {
    return "ps";
  }

  @Override
  public String summary() {
    return "ps displays the processes running inside a container";
  }

  @Override
  public Arguments arguments() {
    return new Arguments(
        "<container-id> [ps options]", 1, Integer.MAX_VALUE, Arguments.Order.FLAGS_FIRST);
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OutputFormat.flag());
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    OutputFormat format = OutputFormat.of(parsed);
    List<String> words = Grammar.arguments(parsed);
    ContainerId id = ContainerId.parse(words.getFirst());
    List<Long> pids = new ContainerStore(session.globals().root()).get(id).processes();
    switch (format) {
      case JSON ->
          JsonOutput.print(
              session.out(),
              json ->
                  json.writeArray(
                      pids.stream().mapToLong(Long::longValue).toArray(), 0, pids.size()));
      case TABLE -> printTable(pids, psOptions(words), session.out());
    }
  }

  private static List<String> psOptions(List<String> words) {
    return words.size() == 1 ? List.of("-ef") : words.subList(1, words.size());
  }

  /** The header of the host's ps and its lines of the container's processes. */
  private static void printTable(List<Long> pids, List<String> options, PrintStream out)
      throws Failure {
    List<String> lines = psLines(options);
    int column = lines.isEmpty() ? -1 : words(lines.getFirst()).indexOf("PID");
    if (column < 0) {
      throw new Failure.InvalidArgument(
          "couldn't find PID field in ps output: choose ps options that print it");
    }
    out.println(lines.getFirst());
    for (String line : lines.subList(1, lines.size())) {
      List<String> words = words(line);
      if (column < words.size() && isOneOf(pids, words.get(column))) {
        out.println(line);
      }
    }
  }

  private static boolean isOneOf(List<Long> pids, String word) throws Failure {
    try {
      return pids.contains(Long.parseLong(word));
    } catch (NumberFormatException e) {
      throw new Failure.HostFailed("unexpected pid '" + word + "' in ps output", e);
    }
  }

  private static List<String> psLines(List<String> options) throws Failure {
    List<String> command = new ArrayList<>();
    command.add("ps");
    command.addAll(options);
    Process ps;
    try {
      ps =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException e) {
      throw new Failure.HostFailed(
          "cannot run ps: install it, or use --format json (" + e.getMessage() + ")", e);
    }
    try {
      List<String> lines = ps.inputReader().readAllLines();
      int status = ps.waitFor();
      if (status != 0) {
        throw new Failure.HostFailed(
            String.join(" ", command) + " ended with exit status " + status, null);
      }
      return lines;
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot read the output of ps: " + e, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts a command", e);
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokenizer = new StringTokenizer(line);
    while (tokenizer.hasMoreTokens()) {
      words.add(tokenizer.nextToken());
    }
    return words;
  }
}
