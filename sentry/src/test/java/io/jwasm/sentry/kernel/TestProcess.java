package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process whose only task does what a test says. */
@SuppressWarnings("JavaLangClash")
public final class TestProcess<T> {
  /** What the task does. */
  @FunctionalInterface
  public interface Call<T> {
    T make(Task task) throws Exception;
  }

  private final ThreadGroup group =
      new ThreadGroup(
          new ProcessImage(List.of("m"), List.of()),
          new FdTable(16),
          new Kernel(Clock.host(), RandomSource.secureRandom(), null),
          Credentials.of(0, 0));
  private final CompletableFuture<T> result = new CompletableFuture<>();

  private volatile Thread thread;

  private TestProcess() {}

  /** Lets a task make the call on a thread of its own. */
  public static <T> TestProcess<T> start(Call<T> call) {
    TestProcess<T> process = new TestProcess<>();
    process.group.start(
        task -> {
          process.thread = Thread.currentThread();
          try {
            process.result.complete(call.make(task));
          } catch (Throwable e) {
            process.result.completeExceptionally(e);
          }
          return new ExitStatus.Exited(0);
        });
    return process;
  }

  /** Ends the process as a signal does. */
  public TestProcess<T> kill() {
    group.deliver(Signal.SIGTERM);
    return this;
  }

  /** Waits until the task's thread is gone. */
  public void awaitEnd() throws InterruptedException {
    thread.join();
  }

  /** Waits for the call and returns its result. */
  public T result() throws Exception {
    return result.get(1, TimeUnit.MINUTES);
  }

  /** Waits for the call, which fails, and returns the reason. */
  public Errno errno() throws InterruptedException, TimeoutException {
    try {
      T value = result.get(1, TimeUnit.MINUTES);
      throw new AssertionError("returned " + value);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ErrnoException failure) {
        return failure.errno();
      }
      throw new AssertionError(e.getCause());
    }
  }
}
