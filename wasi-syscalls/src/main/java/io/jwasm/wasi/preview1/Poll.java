package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.PollSet;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.wasi.abi.Event;
import io.jwasm.wasi.abi.Rights;
import io.jwasm.wasi.abi.Subscription;
import io.jwasm.wasi.abi.WasiErrno;

/** One call of {@code poll_oneoff} under way. Keeps its files open until it is closed. */
final class Poll implements AutoCloseable {
  private final Task task;
  private final Subscription[] wanted;

  /** Of each subscription: its file, or null for a clock and a bad descriptor. */
  private final FileDescription[] files;

  /** Of each subscription: its place in the set, or what is wrong with its descriptor. */
  private final int[] places;

  private final Errno[] errors;

  /** Of each subscription: when its clock runs out. */
  private final long[] deadlines;

  private final PollSet set;
  private int inSet;
  private boolean failed;
  private long monotonic = Deadline.NEVER;
  private long realtime = Deadline.NEVER;

  /**
   * Prepares to wait.
   *
   * <p>Errors: EINVAL for a clock that cannot be waited for.
   */
  Poll(Task task, Subscription[] wanted) throws ErrnoException {
    this.task = task;
    this.wanted = wanted;
    files = new FileDescription[wanted.length];
    places = new int[wanted.length];
    errors = new Errno[wanted.length];
    deadlines = new long[wanted.length];
    set = new PollSet(Math.min(wanted.length, PollSet.MAX_OBJECTS));
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].tag() == Subscription.CLOCK) {
        addClock(i);
      }
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].tag() != Subscription.CLOCK) {
        addFile(i);
      }
    }
  }

  private void addClock(int i) throws ErrnoException {
    Clock clock = task.clock();
    long timeout = wanted[i].timeoutNanos();
    if ((wanted[i].flags() & ~Subscription.ABSOLUTE) != 0) {
      throw Errno.EINVAL.exception();
    }
    boolean absolute = wanted[i].flags() == Subscription.ABSOLUTE;
    switch (wanted[i].id()) {
      case ClockCalls.REALTIME -> {}
      case ClockCalls.MONOTONIC -> {}
      default -> throw Errno.EINVAL.exception();
    }
    if (absolute && wanted[i].id() == ClockCalls.REALTIME) {
      deadlines[i] = unsigned(timeout);
      realtime = Math.min(realtime, deadlines[i]);
      return;
    }
    // Setting the realtime clock does not change how long a duration is.
    deadlines[i] = absolute ? unsigned(timeout) : unsigned(clock.monotonicNanos() + timeout);
    if (!absolute && timeout < 0) {
      deadlines[i] = Deadline.NEVER;
    }
    monotonic = Math.min(monotonic, deadlines[i]);
  }

  /** Times are unsigned; those beyond 292 years never come. */
  private static long unsigned(long nanos) {
    return nanos < 0 ? Deadline.NEVER : nanos;
  }

  private void addFile(int i) {
    try {
      Descriptor descriptor = task.fds().get(wanted[i].id());
      FileDescription file = descriptor.file();
      long needed = neededRights(file, wanted[i].tag());
      if ((Rights.base(descriptor) & needed) != needed) {
        throw Errno.ENOTCAPABLE.exception();
      }
      file.acquire();
      files[i] = file;
      places[i] = inSet++;
      set.add(file, wanted[i].tag() == Subscription.FD_READ ? Readiness.IN : Readiness.OUT);
    } catch (ErrnoException e) {
      errors[i] = e.errno();
      failed = true;
    }
  }

  /** Files and directories are always ready, for what they cannot do too. */
  private static long neededRights(FileDescription file, int tag) {
    long transfer = tag == Subscription.FD_READ ? Rights.FD_READ : Rights.FD_WRITE;
    return file.type() == FileType.REGULAR || file.type() == FileType.DIRECTORY
        ? Rights.POLL_FD_READWRITE
        : Rights.POLL_FD_READWRITE | transfer;
  }

  /** Waits for the first event; see {@link Task#poll}. */
  void await() throws ErrnoException {
    long until = failed ? 0 : monotonic;
    task.poll(set, Deadline.at(task.clock(), until, failed ? 0 : realtime));
  }

  /**
   * Writes an event for each subscription that has one and returns how many there are; 0 when the
   * realtime clock was set back while this waited for it.
   */
  int writeEvents(GuestMemory memory, int address) throws ErrnoException {
    long monotonicNow = task.clock().monotonicNanos();
    long realtimeNow = task.clock().realtimeNanos();
    int events = 0;
    for (int i = 0; i < wanted.length; i++) {
      int event = address + events * Event.BYTES;
      if (errors[i] != null) {
        Event.writeError(memory, event, wanted[i], WasiErrno.of(errors[i]));
        events++;
      } else if (files[i] == null) {
        if (deadlines[i] <= (usesRealtime(i) ? realtimeNow : monotonicNow)) {
          Event.writeClock(memory, event, wanted[i].userData());
          events++;
        }
      } else if (set.ready(places[i]) != 0) {
        writeReady(memory, event, i);
        events++;
      }
    }
    return events;
  }

  private boolean usesRealtime(int i) {
    return wanted[i].id() == ClockCalls.REALTIME && wanted[i].flags() == Subscription.ABSOLUTE;
  }

  private void writeReady(GuestMemory memory, int event, int i) throws ErrnoException {
    int ready = set.ready(places[i]);
    if ((ready & HostConstants.POLLNVAL) != 0) {
      Event.writeError(memory, event, wanted[i], WasiErrno.of(Errno.EBADF));
      return;
    }
    boolean hangup = (ready & (Readiness.HUP | Readiness.ERR)) != 0;
    Event.writeReady(memory, event, wanted[i], bytes(i), hangup ? Event.HANGUP : 0);
  }

  /**
   * Returns how many bytes can be read at once; for writing nobody tells more than that one can.
   */
  private long bytes(int i) {
    if (wanted[i].tag() == Subscription.FD_WRITE) {
      return 1;
    }
    try {
      return files[i].available();
    } catch (ErrnoException e) {
      return 0; // the read will tell
    }
  }

  @Override
  public void close() {
    for (FileDescription file : files) {
      if (file != null) {
        file.drop();
      }
    }
  }
}
