package io.jwasm.sentry.platform.chicory;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.MemoryShortage;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.ModuleLimit;

/**
 * Loads a module on a thread of its own, whose stack and time are known. The engine cannot be
 * stopped while it reads or compiles: a thread that takes too long is left alone, and ends with the
 * sandbox, which has nothing more to do then.
 *
 * @param <T> what is loaded
 */
final class LoadThread<T> {
  /** The engine goes down one frame or more per nested block. */
  private static final long STACK_BYTES = 16L << 20;

  /** Where processors are shared or garbage is collected, real time runs faster. */
  private static final int MOST_SECONDS_PER_SECOND = 4;

  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final ModuleImage image;
  private final Work<T> work;
  private final Clock clock = Clock.host();

  /** The thread's processor time; 0 until it runs. */
  private volatile int cpuClock;

  private T result;
  private Throwable failure;
  private boolean done;

  /** What is done on the thread. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws ExecFormatException;
  }

  private LoadThread(ModuleImage image, Work<T> work) {
    this.image = image;
    this.work = work;
  }

  /**
   * Returns what the work returned.
   *
   * <p>Errors: {@link ExecFormatException} of the work; and for every error that is not one, and
   * when it takes longer than it may.
   *
   * @param instructions in the module, by which the time is chosen
   */
  static <T> T load(ModuleImage image, int instructions, Work<T> work) throws ExecFormatException {
    LoadThread<T> load = new LoadThread<>(image, work);
    int seconds = image.limits().compileSeconds(instructions);
    Thread thread = new Thread(null, load::run, "load", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    if (!load.await(seconds)) {
      throw load.tooLong(seconds);
    }
    return load.result();
  }

  private void run() {
    T made = null;
    Throwable thrown = null;
    cpuClock = clock.cpuClock();
    try {
      made = work.run();
    } catch (Throwable e) {
      thrown = e; // told to who waits, whatever it is
    }
    synchronized (this) {
      result = made;
      failure = thrown;
      done = true;
      notifyAll();
    }
  }

  private synchronized boolean await(int seconds) {
    long begin = System.nanoTime();
    boolean interrupted = false;
    long waitMillis = seconds * MILLIS_PER_SECOND;
    while (!done && waitMillis > 0) {
      try {
        wait(waitMillis);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      long passed = System.nanoTime() - begin;
      waitMillis = left(seconds, passed) / (NANOS_PER_SECOND / MILLIS_PER_SECOND);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return done;
  }

  /** How many nanoseconds it has at least, of the two times that are counted. */
  private long left(long seconds, long passed) {
    long budget = seconds * NANOS_PER_SECOND;
    if (passed < budget) {
      return budget - passed; // it cannot have used more than that
    }
    return Math.min(budget - clock.cpuNanos(cpuClock), MOST_SECONDS_PER_SECOND * budget - passed);
  }

  private synchronized T result() throws ExecFormatException {
    if (failure == null) {
      return result;
    }
    if (failure instanceof ExecFormatException e) {
      throw e;
    }
    throw failed(image, failure);
  }

  /** Returns the error for what the engine threw, whatever that was. */
  static ExecFormatException failed(ModuleImage image, Throwable thrown) {
    return switch (thrown) {
      case OutOfMemoryError e ->
          new ExecFormatException(image.path() + " " + MemoryShortage.describe(e), e);
      case StackOverflowError e -> image.invalid("it is nested too deeply", e);
      default -> ModuleParser.invalid(image, ModuleParser.reason(thrown), thrown);
    };
  }

  private ExecFormatException tooLong(int seconds) {
    return new ExecFormatException(
        image.path()
            + " takes more than "
            + seconds
            + " s of processor time to load, which its size does not explain; the annotation "
            + ModuleLimit.ANNOTATIONS
            + ModuleLimit.COMPILE_SECONDS.key()
            + " sets the limit");
  }
}
