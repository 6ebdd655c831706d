package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.util.HashMap;
import java.util.Map;

/**
 * A process: its tasks, descriptors and how it ends; Linux's thread group. Not the class of the
 * same name in java.lang.
 *
 * <p>Locks: its own guards everything that changes.
 */
@SuppressWarnings("JavaLangClash") // the word of POSIX and Linux for it
public final class ThreadGroup {
  /**
   * Stack of the first thread. The JVM's default of 1 MiB holds about 5,000 frames of compiled
   * guest code where native engines hold 20,000 and more. The host allocates a stack page when it
   * is first touched, so a deep reservation costs nothing until then.
   */
  public static final long LEADER_STACK_BYTES = 64L << 20;

  /** Most that the stack of any other thread has, Linux's default: there may be thousands. */
  private static final long THREAD_STACK_BYTES = 8L << 20;

  /** What part of the first thread's stack another one's is, where that leaves it enough. */
  private static final int THREAD_STACK_SHARE = 8;

  private static final long LEAST_THREAD_STACK_BYTES = 1L << 20;

  /** Number of the first task. */
  static final int LEADER = 1;

  /** Highest number of a task: wasi-threads leaves the three bits above to the C library. */
  static final int MAX_TID = 0x1fff_ffff;

  private final ProcessImage image;
  private final FdTable fds;
  private final Kernel kernel;
  private final Credentials credentials;
  private final long leaderStackBytes;

  /** Tasks that have been started and have not ended, by their numbers. */
  private final Map<Integer, Task> tasks = new HashMap<>();

  /** The program's; null before it is loaded, and when it has been given back. */
  private Code code;

  private ExitStatus exitStatus;
  private boolean started;
  private int lastTid = LEADER;

  /** Processor time of the tasks that have ended. */
  private long endedCpuNanos;

  public ThreadGroup(ProcessImage image, FdTable fds, Kernel kernel, Credentials credentials) {
    this(image, fds, kernel, credentials, LEADER_STACK_BYTES);
  }

  /**
   * @param leaderStackBytes stack of the first thread
   */
  public ThreadGroup(
      ProcessImage image,
      FdTable fds,
      Kernel kernel,
      Credentials credentials,
      long leaderStackBytes) {
    this.image = image;
    this.fds = fds;
    this.kernel = kernel;
    this.credentials = credentials;
    this.leaderStackBytes = leaderStackBytes;
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

  /** Returns how many tasks it has now. */
  public synchronized int taskCount() {
    return tasks.size();
  }

  /**
   * Takes the program's code, which it releases when the program has ended and no task of it is
   * left: at once, when a signal was there first.
   */
  public void load(Code loaded) {
    synchronized (this) {
      code = loaded;
    }
    releaseWhenOver();
  }

  /**
   * Starts the first task on a thread of its own; does nothing when a signal was there first. The
   * group ends when the code says so, and when it returns.
   */
  public synchronized void start() {
    if (started) {
      throw new IllegalStateException("already started");
    }
    started = true;
    if (exitStatus == null) {
      kernel.pids().charge();
      start(new Task(this, LEADER, code.memory(), code), "guest", leaderStackBytes);
    }
  }

  /** Loads the code and starts it. */
  public void start(Code loaded) {
    load(loaded);
    start();
  }

  /** See {@link Task#spawn}; {@code parent} is the code of the task that asks. */
  int spawn(Code parent, int startArg) throws ErrnoException {
    checkAlive();
    if (!kernel.pids().charge()) {
      throw Errno.EAGAIN.exception();
    }
    boolean running = false;
    try {
      Code instance = parent.forThread(startArg);
      synchronized (this) {
        checkAlive();
        int tid = freeTid();
        start(new Task(this, tid, instance.memory(), instance), "guest-" + tid, threadStack());
        running = true;
        return tid;
      }
    } catch (OutOfMemoryError e) {
      // The host has no thread, or the heap has no room for what belongs to one.
      throw Errno.EAGAIN.exception();
    } finally {
      if (!running) {
        kernel.pids().uncharge();
      }
    }
  }

  /**
   * Delivers a signal. A WASI program has no handlers, so the default action is all there is: one
   * that terminates ends the group at once, even when a thread is inside a host call. Stop and
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

  /**
   * Returns the processor time that all tasks have used, also those that have ended, or -1 when the
   * host does not tell.
   */
  public synchronized long cpuNanos() {
    if (kernel.clock().cpuNanos() < 0) {
      return -1;
    }
    long sum = endedCpuNanos;
    for (Task task : tasks.values()) {
      sum += kernel.clock().cpuNanos(task.cpuClock());
    }
    return sum;
  }

  private long threadStack() {
    long share =
        Math.clamp(
            leaderStackBytes / THREAD_STACK_SHARE, LEAST_THREAD_STACK_BYTES, THREAD_STACK_BYTES);
    return Math.min(share, leaderStackBytes);
  }

  private void start(Task task, String name, long stackBytes) {
    task.start(() -> run(task), name, stackBytes);
    tasks.put(task.tid(), task);
  }

  private void run(Task task) {
    try {
      task.begin();
      ExitStatus status = task.code().run(task);
      if (status != null) {
        end(status);
      }
    } catch (OutOfMemoryError e) {
      end(ExitStatus.Trapped.OUT_OF_MEMORY);
    } catch (Throwable bug) {
      // A bug of the sentry must not leave the container running without a guest.
      end(new ExitStatus.Panicked(bug));
    } finally {
      task.release();
      leave(task);
    }
  }

  private void leave(Task task) {
    // When the group has ended, as it has with its leader, nobody is left to ask.
    long nanos = exitStatus() == null ? Math.max(kernel.clock().cpuNanos(), 0) : 0;
    synchronized (this) {
      endedCpuNanos += nanos;
      tasks.remove(task.tid());
    }
    kernel.pids().uncharge();
    releaseWhenOver();
  }

  /**
   * Without the lock: giving pages back takes a while, and who waits for the end needs the lock.
   */
  private void releaseWhenOver() {
    Code over;
    synchronized (this) {
      if (exitStatus == null || !tasks.isEmpty()) {
        return;
      }
      over = code;
      code = null;
    }
    if (over != null) {
      over.release();
    }
  }

  private synchronized void checkAlive() {
    if (exitStatus != null) {
      throw new TaskExit(exitStatus);
    }
  }

  /** Numbers go round, so that the one of a thread that has just ended is not soon another's. */
  private int freeTid() {
    do {
      lastTid = lastTid == MAX_TID ? LEADER + 1 : lastTid + 1;
    } while (tasks.containsKey(lastTid));
    return lastTid;
  }

  private void end(ExitStatus status) {
    synchronized (this) {
      if (exitStatus != null) {
        return;
      }
      exitStatus = status;
      // First of all, because whoever waits for the end needs nobody else to come to it.
      notifyAll();
      for (Task task : tasks.values()) {
        if (task.thread() != Thread.currentThread()) {
          task.kill();
        }
      }
    }
    releaseWhenOver();
  }
}
