package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a process as strace(1) saw them.
 *
 * @param name of the call
 * @param occurrence how many calls of that name the process had made with this one: what strace's
 *     {@code when=} counts
 */
record SystemCallTrace(String name, int occurrence) {
  private static final Pattern CALL = Pattern.compile("^(?:(\\d+) +)?([a-z_0-9]+)\\(.*");

  /** Runs a command line under strace and lists the calls of its first process. */
  static List<SystemCallTrace> of(Command command) {
    Path file = Scratch.file("trace");
    Command.of("strace", "-o", file).and(command.words()).run().ok();
    return calls(file, new HashMap<>());
  }

  /**
   * Lists the calls in a trace that {@link #tree} wrote: those of all processes and threads but the
   * first, until the first has ended. What several do as often as one another is there once.
   */
  static List<SystemCallTrace> ofDescendants(Path trace) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    Set<SystemCallTrace> calls = new LinkedHashSet<>();
    String first = null;
    for (String line : Files.readAllLines(trace)) {
      String task = line.substring(0, line.indexOf(' '));
      first = first == null ? task : first;
      if (task.equals(first) && line.contains("+++ exited")) {
        break;
      }
      Matcher call = CALL.matcher(line);
      if (!task.equals(first) && call.matches()) {
        String name = call.group(2);
        calls.add(new SystemCallTrace(name, counts.merge(task + name, 1, Integer::sum)));
      }
    }
    return List.copyOf(calls);
  }

  /** The command line under strace, which writes the calls of all its processes to a file. */
  static Command tree(Command command, Path trace) {
    return Command.of("strace", "-f", "-o", trace).and(command.words());
  }

  /**
   * The command line under strace, which kills the process as it enters this call; its children are
   * not traced.
   */
  Command killing(Command command) {
    return Command.of("strace", "-o", "/dev/null", "-e", "trace=" + name, "-e", injection())
        .and(command.words());
  }

  /**
   * The command line under strace, which kills each process of its tree that gets to as many calls
   * of that name.
   */
  Command killingAny(Command command) {
    return Command.of("strace", "-f", "-o", "/dev/null", "-e", "trace=" + name)
        .and("-e", injection())
        .and(command.words());
  }

  /** Every {@code step}th element. */
  static List<SystemCallTrace> sample(List<SystemCallTrace> calls, int step) {
    List<SystemCallTrace> chosen = new ArrayList<>();
    for (int i = 0; i < calls.size(); i += step) {
      chosen.add(calls.get(i));
    }
    return chosen;
  }

  private String injection() {
    return "inject=%s:signal=SIGKILL:when=%d".formatted(name, occurrence);
  }

  private static List<SystemCallTrace> calls(Path file, Map<String, Integer> counts) {
    try {
      List<SystemCallTrace> calls = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        Matcher call = CALL.matcher(line);
        // The execve that starts it is strace's own, and after exit nothing is left to kill.
        if (call.matches() && !call.group(2).equals("execve")) {
          calls.add(
              new SystemCallTrace(call.group(2), counts.merge(call.group(2), 1, Integer::sum)));
        }
      }
      return calls;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
