package io.jwasm.sentry.kernel;

import io.jwasm.sentry.mm.GuestMemory;

/**
 * A process: its tasks, descriptors and how it ends; Linux's thread group. Not the class of the
 * same name in java.lang.
 *
 * <p>Locks: its own guards {@code exitStatus} and the thread.
 */
@SuppressWarnings("JavaLangClash") // the word of POSIX and Linux for it
public final class ThreadGroup {
  /**
   * Stack of a guest thread. The JVM's default of 1 MiB holds about 5,000 frames of compiled guest
   * code where native engines hold 20,000 and more. The host allocates a stack page when it is
   * first touched, so a deep reservation costs nothing until then.
   */
  public static final long STACK_BYTES = 64L << 20;

  /** The program's code, as its first task runs it. */
  @FunctionalInterface
  public interface Code {
    /** Runs to the end, on the calling thread, and says how it ended. */
    ExitStatus run(Task task);
  }

  private final ProcessImage image;
  private final FdTable fds;
  private final Kernel kernel;
  private final Credentials credentials;

  private ExitStatus exitStatus;
  private Thread leader;

  public ThreadGroup(ProcessImage image, FdTable fds, Kernel kernel, Credentials credentials) {
    this.image = image;
    this.fds = fds;
    this.kernel = kernel;
    this.credentials = credentials;
  }

  public ProcessImage image() {
    return image;
  }

  public FdTable fds() {
    return fds;
  }

  public Kernel kernel() {
    return kernel;
  }

  public Credentials credentials() {
    return credentials;
  }

  /** Starts the first task on a thread of its own; does nothing when a signal was there first. */
  public synchronized void start(GuestMemory memory, Code code) {
    if (leader != null) {
      throw new IllegalStateException("already started");
    }
    if (exitStatus != null) {
      return;
    }
    Task task = new Task(this, memory);
    leader = new Thread(null, () -> lead(task, code), "guest", STACK_BYTES);
    // The process is not over before the boot layer says so, with the guest's status.
    leader.setDaemon(true);
    leader.start();
  }

  /**
   * Delivers a signal. A WASI program has no handlers, so the default action is all there is: one
   * that terminates ends the group at once, even when its thread is inside a host call. Stop and
   * continue are the cgroup freezer's work and change nothing here.
   */
  public void deliver(Signal signal) {
    switch (signal.defaultAction()) {
      case TERMINATE, CORE -> end(new ExitStatus.Signaled(signal));
      case IGNORE, STOP, CONTINUE -> {}
    }
  }

  /**
   * Waits until the group has ended and says how. The group has ended when its status is known: a
   * thread that sits in a host call may still be there, but never returns to the guest.
   *
   * <p>Blocking: until then.
   */
  public synchronized ExitStatus awaitExit() throws InterruptedException {
    while (exitStatus == null) {
      wait();
    }
    return exitStatus;
  }

  /** Returns how the group ended, or null while it has not. */
  public synchronized ExitStatus exitStatus() {
    return exitStatus;
  }

  private void lead(Task task, Code code) {
    try {
      end(code.run(task));
    } catch (Throwable bug) {
      // A bug of the sentry must not leave the container running without a guest.
      end(new ExitStatus.Trapped("internal error: " + bug));
      throw bug;
    }
  }

  private synchronized void end(ExitStatus status) {
    if (exitStatus != null) {
      return;
    }
    exitStatus = status;
    if (leader != null && leader != Thread.currentThread()) {
      leader.interrupt();
    }
    notifyAll();
  }
}
