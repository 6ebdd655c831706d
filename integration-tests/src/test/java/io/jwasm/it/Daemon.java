package io.jwasm.it;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * An engine's daemon, ended by its process id together with everything that carries the name of its
 * directory.
 */
final class Daemon implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final LiveProcess process;

  private Daemon(LiveProcess process) {
    this.process = process;
  }

  /** Starts the daemon and waits until it answers. */
  static Daemon start(Command command, BooleanSupplier answers) {
    Daemon daemon = new Daemon(command.within(Duration.ofHours(1)).start());
    Teardown.first(daemon);
    Eventually.until(
        () -> "an answer from " + daemon.process.soFar(),
        Duration.ofMinutes(1),
        () -> {
          if (!daemon.process.isAlive()) {
            throw new AssertionError("ended at once: " + daemon.process.soFar());
          }
          return answers.getAsBoolean();
        });
    return daemon;
  }

  /** What it has logged. */
  String log() {
    return process.soFar().out() + process.soFar().err();
  }

  /** Asks it to end, and makes it end when it does not. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.signal("TERM");
      process.awaitEnd(GRACE);
      process.destroy();
    }
  }
}
