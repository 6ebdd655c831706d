package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.wasi.abi.Event;
import io.jwasm.wasi.abi.Subscription;

/** Waiting. */
final class PollCalls {
  /** Most subscriptions of one call. */
  private static final int MAX_SUBSCRIPTIONS = 65_536;

  private PollCalls() {}

  /**
   * {@code poll_oneoff(subscriptions, events, count, nevents)}: waits for the first of several
   * things and writes an event for each that has happened, in the order of the subscriptions. A
   * descriptor that is not open, or lacks the right to be waited for, is an event with that errno.
   *
   * <p>Errors: EINVAL without subscriptions, with more than 65,536, and for a clock that cannot be
   * waited for; EINTR when the program is being killed.
   *
   * <p>Blocking: until then.
   */
  static void oneoff(Task task, long[] args) throws ErrnoException {
    oneoff(task, args, Subscription.SNAPSHOT_1);
  }

  /** {@code poll_oneoff} with the layout of {@code wasi_unstable}. */
  static void oneoffUnstable(Task task, long[] args) throws ErrnoException {
    oneoff(task, args, Subscription.UNSTABLE);
  }

  private static void oneoff(Task task, long[] args, Subscription layout) throws ErrnoException {
    GuestMemory memory = task.memory();
    int subscriptions = (int) args[0];
    int events = (int) args[1];
    int count = (int) args[2];
    if (count == 0 || Integer.compareUnsigned(count, MAX_SUBSCRIPTIONS) > 0) {
      throw Errno.EINVAL.exception();
    }
    memory.check(subscriptions, count * layout.bytes());
    memory.check(events, count * Event.BYTES);
    memory.check((int) args[3], Integer.BYTES);
    try (Poll poll = new Poll(task, layout, subscriptions, count)) {
      int happened;
      do {
        poll.await();
        happened = poll.writeEvents(memory, events);
      } while (happened == 0);
      memory.putInt((int) args[3], happened);
    }
  }
}
