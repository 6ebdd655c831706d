package io.jwasm.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running process. Closing it ends it, and what it started, when it still runs. */
final class LiveProcess implements AutoCloseable {
  private final String command;
  private final Process process;
  private final Path out;
  private final Path err;
  private final Duration limit;
  private final long startNanos = System.nanoTime();

  LiveProcess(String command, Process process, Path out, Path err, Duration limit) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
    this.limit = limit;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The pipe to its standard input. */
  OutputStream stdin() {
    return process.getOutputStream();
  }

  /** The pipe from its standard output; only of a streaming command. */
  InputStream stdout() {
    return process.getInputStream();
  }

  /** Writes text to its standard input. */
  void type(String text) {
    try {
      stdin().write(text.getBytes(StandardCharsets.UTF_8));
      stdin().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its standard input. */
  void endInput() {
    try {
      stdin().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has printed up to now. */
  Outcome soFar() {
    return new Outcome(command, -1, out, err, Duration.ofNanos(System.nanoTime() - startNanos));
  }

  /**
   * Returns when its standard output holds the text; fails when it ends without, or takes too long.
   */
  void awaitOutput(String text) {
    Eventually.until(
        () -> "\"%s\" on standard output of %s".formatted(text, soFar()),
        Eventually.PATIENCE,
        () -> {
          boolean alive = process.isAlive();
          if (soFar().out().contains(text)) {
            return true;
          }
          if (!alive) {
            throw new AssertionError("ended without \"%s\": %s".formatted(text, join()));
          }
          return false;
        });
  }

  /** Sends it a signal by name. */
  void signal(String name) {
    Command.of("kill", "-s", name, pid()).run().ok();
  }

  /** Waits for its end; fails the test, and ends the process, when the time limit passes. */
  Outcome join() {
    try {
      long leftNanos = limit.toNanos() - (System.nanoTime() - startNanos);
      if (!process.waitFor(leftNanos, TimeUnit.NANOSECONDS)) {
        Outcome seen = soFar();
        destroy();
        throw new AssertionError("still running after %s: %s".formatted(limit, seen));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      return new Outcome(command, process.exitValue(), out, err, took);
    } catch (InterruptedException e) {
      destroy();
      throw new AssertionError("interrupted while waiting for " + soFar(), e);
    }
  }

  /** Waits for its end, but not longer than this. */
  void awaitEnd(Duration atMost) {
    try {
      process.waitFor(atMost);
    } catch (InterruptedException e) {
      destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it, and what it started, without giving it a chance to clean up. */
  void destroy() {
    if (process.isAlive()) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void close() {
    destroy();
  }
}
