package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of which a process is stopped at the end of a system call, until it is resumed. */
final class Pause implements AutoCloseable {
  private static final Pattern STOPPED = Pattern.compile("(?m)^(\\d+) +--- stopped by SIGSTOP");

  private final Path trace = Scratch.file("trace");
  private final LiveProcess traced;
  private final String pid;

  /** Starts the command and returns when one of its processes has made the call. */
  Pause(String call, Command command) {
    traced =
        Command.of("strace", "-f", "-qq", "-o", trace, "-e", "trace=" + call)
            .and("-e", "inject=" + call + ":signal=SIGSTOP")
            .and(command.words())
            .start();
    Eventually.until("a stop at " + call, () -> stopped().find());
    Matcher line = stopped();
    pid = line.find() ? line.group(1) : "";
  }

  /** The process that is stopped. */
  String pid() {
    return pid;
  }

  void resume() {
    Command.of("kill", "-CONT", pid).run().ok();
  }

  /** Waits for the end of all processes of the command. */
  Outcome join() {
    return traced.join();
  }

  private Matcher stopped() {
    try {
      return STOPPED.matcher(Files.exists(trace) ? Files.readString(trace) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    traced.close();
  }
}
