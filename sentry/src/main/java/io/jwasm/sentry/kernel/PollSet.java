package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;

/**
 * What one call waits for, and which of it was ready; the array of {@code poll(2)}. The task's own
 * descriptors stand before those of the objects, and who tells itself when it is ready has none:
 *
 * <pre>
 *  0            1       2            3
 * [wake event] [alarm] [descriptor] [descriptor] ...
 *                       object 0, 1  object 3          object 2 tells itself
 * </pre>
 *
 * Objects with the same descriptor that come one after another share a pair, as reading and writing
 * of one socket mostly do: the host takes no more pairs than there may be descriptors.
 */
public final class PollSet {
  private static final int WAKE = 0;
  private static final int ALARM = 1;
  private static final int FIRST = 2;

  /** Most objects of one set. */
  public static final int MAX_OBJECTS = HostConstants.POLL_MAX - FIRST;

  private static final int NONE = -1;
  private static final int ALWAYS = Readiness.ERR | Readiness.HUP | HostConstants.POLLNVAL;

  private final Waitable[] objects;
  private final int[] masks;
  private final int[] ready;

  /** Of each object: the pair of its descriptor, or NONE when it tells itself. */
  private final int[] places;

  /** Pairs of a descriptor and events, as {@link HostKernel#poll} takes them. */
  private final int[] fds;

  private int count;
  private int pairs = FIRST;

  /** How many objects tell themselves. */
  private int telling;

  /**
   * @param capacity most objects, at most {@link #MAX_OBJECTS}
   */
  public PollSet(int capacity) {
    objects = new Waitable[capacity];
    masks = new int[capacity];
    ready = new int[capacity];
    places = new int[capacity];
    fds = new int[2 * (capacity + FIRST)];
    watch(NONE, NONE);
  }

  /**
   * Adds an object; the same one may be in it several times.
   *
   * @param mask bits of {@link Readiness}
   */
  public void add(Waitable object, int mask) {
    int fd = object.hostFd();
    objects[count] = object;
    masks[count] = mask;
    places[count] = fd < 0 ? NONE : pair(fd, mask);
    telling += fd < 0 ? 1 : 0;
    count++;
  }

  private int pair(int fd, int mask) {
    int last = 2 * (pairs - 1);
    if (pairs > FIRST && fds[last] == fd) {
      fds[last + 1] |= mask;
      return pairs - 1;
    }
    fds[2 * pairs] = fd;
    fds[2 * pairs + 1] = mask;
    return pairs++;
  }

  /** Returns whether the host has to be asked for one of the objects. */
  boolean asksHost() {
    return pairs > FIRST;
  }

  /** Returns which bits of {@link Readiness} the {@code i}th object added was ready for. */
  public int ready(int i) {
    return ready[i];
  }

  /**
   * Looks at all objects without waiting and returns whether one is ready.
   *
   * <p>Errors: as {@link #host}.
   */
  boolean check() throws ErrnoException {
    if (asksHost()) {
      host(0);
    }
    return look();
  }

  /** Sets what to look at besides the objects; negative for nothing. */
  void watch(int wakeFd, int alarmFd) {
    fds[2 * WAKE] = wakeFd;
    fds[2 * WAKE + 1] = Readiness.IN;
    fds[2 * ALARM] = alarmFd;
    fds[2 * ALARM + 1] = Readiness.IN;
  }

  void addWaiter(Waiter waiter) {
    for (int i = 0, left = telling; left > 0; i++) {
      if (places[i] == NONE) {
        objects[i].addWaiter(waiter, masks[i]);
        left--;
      }
    }
  }

  void removeWaiter(Waiter waiter) {
    for (int i = 0, left = telling; left > 0; i++) {
      if (places[i] == NONE) {
        objects[i].removeWaiter(waiter);
        left--;
      }
    }
  }

  /** Returns whether one of the objects that know it themselves is ready. */
  boolean lookAtObjects() {
    boolean any = false;
    for (int i = 0, left = telling; left > 0; i++) {
      if (places[i] == NONE) {
        ready[i] = objects[i].readiness(masks[i]) & (masks[i] | ALWAYS);
        any |= ready[i] != 0;
        left--;
      }
    }
    return any;
  }

  /**
   * Waits in the host until something that is watched is ready; returns whether the time was over
   * before that. A signal for the JVM ends it early.
   *
   * <p>Errors: ENOMEM; EINVAL for more pairs than this process may have descriptors.
   *
   * <p>Blocking: for {@code timeoutNanos}, without a bound when negative.
   */
  boolean host(long timeoutNanos) throws ErrnoException {
    int outcome = HostKernel.poll(fds, pairs, timeoutNanos);
    if (outcome < 0) {
      for (int i = 0; i < pairs; i++) {
        fds[2 * i + 1] &= ~(-1 << HostConstants.POLL_REVENTS_SHIFT);
      }
      if (outcome != -HostConstants.EINTR) {
        throw HostErrors.fromNumber(-outcome).exception();
      }
    }
    return outcome == 0;
  }

  /** Returns whether an object is ready; the host's as the last wait found them. */
  boolean look() {
    boolean any = lookAtObjects();
    for (int i = 0; i < count; i++) {
      if (places[i] != NONE) {
        ready[i] = events(places[i]) & (masks[i] | ALWAYS);
        any |= ready[i] != 0;
      }
    }
    return any;
  }

  /** Returns whether the last wait found the task's event signalled. */
  boolean woken() {
    return events(WAKE) != 0;
  }

  /** Returns whether the last wait found the alarm gone off. */
  boolean alarmed() {
    return events(ALARM) != 0;
  }

  private int events(int i) {
    return fds[2 * i + 1] >>> HostConstants.POLL_REVENTS_SHIFT;
  }
}
