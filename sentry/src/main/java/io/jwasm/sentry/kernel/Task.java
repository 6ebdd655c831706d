package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Vfs;

/**
 * A thread of a program; Linux's {@code task_struct}. Its state belongs to the thread that runs it,
 * except what is said otherwise.
 */
public final class Task implements Caller {
  private final ThreadGroup group;
  private final int tid;
  private final GuestMemory memory;
  private final Code code;
  private final Wakeup wakeup = new Wakeup();

  /** Guarded by the group; null until it is started. */
  private Thread thread;

  /** Of its thread, by {@link Clock#cpuClock}; 0 until that runs. */
  private volatile int cpuClock;

  /**
   * Makes a first task without code, for who makes its calls himself.
   *
   * @param group the process it belongs to
   * @param memory the memory that its pointers point into
   */
  public Task(ThreadGroup group, GuestMemory memory) {
    this(group, ThreadGroup.LEADER, memory, null);
  }

  Task(ThreadGroup group, int tid, GuestMemory memory, Code code) {
    this.group = group;
    this.tid = tid;
    this.memory = memory;
    this.code = code;
  }

  /** Returns the process it belongs to. */
  public ThreadGroup group() {
    return group;
  }

  /** Returns its number in its group, 1 for the first; no other living task has it. */
  public int tid() {
    return tid;
  }

  public GuestMemory memory() {
    return memory;
  }

  Code code() {
    return code;
  }

  public FdTable fds() {
    return group.fds();
  }

  public Clock clock() {
    return group.kernel().clock();
  }

  public RandomSource random() {
    return group.kernel().random();
  }

  public Vfs vfs() {
    return group.kernel().vfs();
  }

  public Network network() {
    return group.kernel().network();
  }

  @Override
  public int uid() {
    return group.credentials().uid();
  }

  @Override
  public int gid() {
    return group.credentials().gid();
  }

  @Override
  public int pid() {
    return group.kernel().processes().pidOf(group);
  }

  @Override
  public boolean inGroup(int gid) {
    return group.credentials().inGroup(gid);
  }

  @Override
  public int umask() {
    return group.credentials().umask();
  }

  /**
   * Starts another thread of the program and returns its number.
   *
   * <p>Errors: EAGAIN when there are as many tasks as the container may have, or the host has no
   * room for one more; ENOSYS when the program cannot have threads.
   *
   * @param startArg what the program gives its new thread
   * @throws TaskExit when the program is ending
   */
  public int spawn(int startArg) throws ErrnoException {
    if (code == null) {
      throw Errno.ENOSYS.exception();
    }
    return group.spawn(code, startArg);
  }

  /**
   * Runs {@code body} on a thread of its own.
   *
   * @throws OutOfMemoryError when the host has none
   */
  void start(Runnable body, String name, long stackBytes) {
    thread = new Thread(null, body, name, stackBytes);
    // The process is not over before the boot layer says so, with the guest's status.
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Ends whatever the task is doing, because its program is ending: computing, waiting in memory,
   * sleeping, or a system call that blocks. Called once, with the group's lock held, and never by
   * the task itself; does not wait for it.
   */
  void kill() {
    thread.interrupt();
    wakeup.wake();
    code.interrupt();
  }

  /** Takes note of its thread, which calls this before it runs any code. */
  void begin() {
    cpuClock = clock().cpuClock();
  }

  /** Gives back what it holds of the host, when its thread ends. */
  void release() {
    wakeup.close();
  }

  /** Returns what names its processor time; 0 while it has none. */
  int cpuClock() {
    return cpuClock;
  }

  /** Returns the thread that it runs on. */
  Thread thread() {
    return thread;
  }

  /**
   * Waits until one object of the set is ready, and then looks at all of them.
   *
   * <p>Errors: EINTR when the task is being killed; ENOMEM, EMFILE and ENFILE of the host.
   *
   * <p>Blocking: until then or the deadline.
   *
   * @return whether an object is ready; otherwise the deadline has come
   */
  public boolean poll(PollSet set, Deadline deadline) throws ErrnoException {
    if (set.check()) {
      return true;
    }
    return !deadline.isOver() && wakeup.await(set, deadline);
  }

  @Override
  public boolean block(Waitable object, int mask, long timeoutNanos) throws ErrnoException {
    PollSet set = new PollSet(1);
    set.add(object, mask);
    return wakeup.await(set, deadline(timeoutNanos));
  }

  private Deadline deadline(long timeoutNanos) {
    long end = timeoutNanos < 0 ? -1 : clock().monotonicNanos() + timeoutNanos;
    return end < 0 ? Deadline.none() : Deadline.at(clock(), end, Deadline.NEVER);
  }
}
