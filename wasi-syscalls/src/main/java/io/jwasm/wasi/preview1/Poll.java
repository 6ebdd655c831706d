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

  /** Of each subscription. */
  private final long[] userData;

  private final byte[] tags;

  /** Of each subscription: its file, or null for a clock and a bad descriptor. */
  private final FileDescription[] files;

  /** Of each subscription: its place among the deadlines, or in the set, or its errno's number. */
  private final int[] places;

  /** Of each clock: when it runs out, and whether the realtime clock says when that is. */
  private final long[] deadlines;

  private final boolean[] ofRealtime;

  private final PollSet set;
  private boolean failed;
  private long monotonic = Deadline.NEVER;
  private long realtime = Deadline.NEVER;

  /**
   * Prepares to wait.
   *
   * <p>Errors: EINVAL for another tag, and for a clock that cannot be waited for.
   *
   * @param address of so many subscriptions, each of which is read once
   */
  Poll(Task task, Subscription layout, int address, int count) throws ErrnoException {
    GuestMemory memory = task.memory();
    this.task = task;
    userData = new long[count];
    tags = new byte[count];
    files = new FileDescription[count];
    places = new int[count];
    int clocks = 0;
    for (int i = 0; i < count; i++) {
      int subscription = address + i * layout.bytes();
      userData[i] = layout.userData(memory, subscription);
      tags[i] = (byte) layout.tag(memory, subscription);
      places[i] = tags[i] == Subscription.CLOCK ? clocks++ : layout.fd(memory, subscription);
    }
    deadlines = new long[clocks];
    ofRealtime = new boolean[clocks];
    for (int i = 0; i < count && clocks > 0; i++) {
      if (tags[i] == Subscription.CLOCK) {
        addClock(places[i], layout, address + i * layout.bytes());
      }
    }
    set = new PollSet(count - clocks);
    int inSet = 0;
    for (int i = 0; i < count; i++) {
      if (tags[i] != Subscription.CLOCK) {
        inSet += addFile(i, inSet);
      }
    }
  }

  private void addClock(int i, Subscription layout, int address) throws ErrnoException {
    GuestMemory memory = task.memory();
    Clock clock = task.clock();
    long timeout = layout.timeoutNanos(memory, address);
    int flags = layout.flags(memory, address);
    int id = layout.clock(memory, address);
    if ((flags & ~Subscription.ABSOLUTE) != 0) {
      throw Errno.EINVAL.exception();
    }
    boolean absolute = flags == Subscription.ABSOLUTE;
    switch (id) {
      case ClockCalls.REALTIME -> {}
      case ClockCalls.MONOTONIC -> {}
      default -> throw Errno.EINVAL.exception();
    }
    if (absolute && id == ClockCalls.REALTIME) {
      ofRealtime[i] = true;
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

  /** Returns how many objects the set has got. */
  private int addFile(int i, int inSet) {
    try {
      Descriptor descriptor = task.fds().get(places[i]);
      FileDescription file = descriptor.file();
      long needed = neededRights(file, tags[i]);
      if ((Rights.base(descriptor) & needed) != needed) {
        throw Errno.ENOTCAPABLE.exception();
      }
      file.acquire();
      files[i] = file;
      places[i] = inSet;
      set.add(file, tags[i] == Subscription.FD_READ ? Readiness.IN : Readiness.OUT);
      return 1;
    } catch (ErrnoException e) {
      places[i] = WasiErrno.of(e.errno());
      failed = true;
      return 0;
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
    for (int i = 0; i < tags.length; i++) {
      int event = address + events * Event.BYTES;
      if (tags[i] == Subscription.CLOCK) {
        int clock = places[i];
        if (deadlines[clock] <= (ofRealtime[clock] ? realtimeNow : monotonicNow)) {
          Event.writeClock(memory, event, userData[i]);
          events++;
        }
      } else if (files[i] == null) {
        Event.writeError(memory, event, userData[i], tags[i], places[i]);
        events++;
      } else if (set.ready(places[i]) != 0) {
        writeReady(memory, event, i);
        events++;
      }
    }
    return events;
  }

  private void writeReady(GuestMemory memory, int event, int i) throws ErrnoException {
    int ready = set.ready(places[i]);
    if ((ready & HostConstants.POLLNVAL) != 0) {
      Event.writeError(memory, event, userData[i], tags[i], WasiErrno.of(Errno.EBADF));
      return;
    }
    boolean hangup = (ready & (Readiness.HUP | Readiness.ERR)) != 0;
    Event.writeReady(memory, event, userData[i], tags[i], bytes(i), hangup ? Event.HANGUP : 0);
  }

  /**
   * Returns how many bytes can be read at once; for writing nobody tells more than that one can.
   */
  private long bytes(int i) {
    if (tags[i] == Subscription.FD_WRITE) {
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
