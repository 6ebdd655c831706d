package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code poll_oneoff}. Descriptor 0 is a stream that is never ready, 1 one whose other side hung up
 * with 5 bytes left, 2 one that takes bytes, 3 the root.
 */
@Timeout(60)
final class PollTest {
  private static final int SUCCESS = 0;
  private static final int BADF = 8;
  private static final int INVAL = 28;
  private static final int NOTCAPABLE = 76;

  private static final int CLOCK = 0;
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private static final int EVENTS = 2000;
  private static final int COUNT = 4000;

  private Machine machine;
  private int subscriptions;

  /** A stream with a readiness that does not change. */
  private static final class Stream extends FileDescription {
    private final int ready;

    Stream(int flags, int ready) {
      super(flags);
      this.ready = ready;
    }

    @Override
    public FileType type() {
      return FileType.FIFO;
    }

    @Override
    public int readiness(int mask) {
      return ready & (mask | Readiness.HUP);
    }

    @Override
    public long available() {
      return 5;
    }
  }

  @BeforeEach
  void makeMachine() throws Exception {
    machine =
        Machine.withTime(
                new Stream(OpenFlags.READ, 0),
                new Stream(OpenFlags.READ, Readiness.IN | Readiness.HUP),
                new Stream(OpenFlags.WRITE, Readiness.OUT))
            .withRoot();
  }

  @Test
  void aClockThatHasPassedFiresAtOnce() {
    clock(7, MONOTONIC, 0, 1);
    clock(8, REALTIME, 1_000_000_000, 1);
    clock(9, REALTIME, HOUR_NANOS, 0);
    assertThat(poll()).isEqualTo(2);
    assertClock(0, 7);
    assertClock(1, 8);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "0, 1", "1, 1"})
  void theFirstClockEndsTheWait(int id, int absolute) {
    clock(7, MONOTONIC, HOUR_NANOS, 0);
    long wait = 3_000_000;
    clock(8, id, absolute == 0 ? wait : now(id) + wait, absolute);
    clock(9, REALTIME, -1, absolute); // in 584 years
    long begin = System.nanoTime();
    assertThat(poll()).isEqualTo(1);
    assertClock(0, 8);
    // The moment was taken a little before the wait began.
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(wait / 2);
  }

  @Test
  void aTimeoutOfNothingDoesNotWait() {
    fd(7, READ, 0);
    clock(8, MONOTONIC, 0, 0);
    assertThat(poll()).isEqualTo(1);
    assertClock(0, 8);
  }

  @Test
  void clocksThatCannotBeWaitedForAreInval() {
    for (int id : new int[] {2, 3, 4, -1}) {
      subscriptions = 0;
      fd(6, WRITE, 2);
      clock(7, id, 1, 0);
      assertThat(machine.call("poll_oneoff", 0, EVENTS, 2, COUNT)).isEqualTo(INVAL);
    }
    subscriptions = 0;
    clock(7, MONOTONIC, 1, 2);
    assertThat(machine.call("poll_oneoff", 0, EVENTS, 1, COUNT)).isEqualTo(INVAL);
    subscriptions = 0;
    fd(7, 3, 0);
    assertThat(machine.call("poll_oneoff", 0, EVENTS, 1, COUNT)).isEqualTo(INVAL);
  }

  @Test
  void whatIsReadyIsToldInTheOrderOfTheSubscriptions() {
    fd(1, WRITE, 2);
    fd(2, READ, 0);
    clock(3, MONOTONIC, 0, 1);
    fd(4, READ, 1);
    clock(5, MONOTONIC, HOUR_NANOS, 0);
    fd(6, WRITE, 2);
    assertThat(poll()).isEqualTo(4);
    assertEvent(0, 1, SUCCESS, WRITE, 1, 0);
    assertClock(1, 3);
    assertEvent(2, 4, SUCCESS, READ, 5, 1);
    assertEvent(3, 6, SUCCESS, WRITE, 1, 0);
  }

  @Test
  void badDescriptorsAreEvents() {
    fd(1, READ, 0);
    fd(2, READ, 4);
    fd(3, WRITE, -1);
    fd(4, WRITE, 0); // not open for writing, so it would never be ready
    assertThat(poll()).isEqualTo(3);
    assertEvent(0, 2, BADF, READ, 0, 0);
    assertEvent(1, 3, BADF, WRITE, 0, 0);
    assertEvent(2, 4, NOTCAPABLE, WRITE, 0, 0);
  }

  @Test
  void aDescriptorWithoutTheRightIsAnEvent() {
    // Of write, set flags, filestat, poll all but the last.
    assertThat(machine.call("fd_fdstat_set_rights", 2, 0x00200048L, 0)).isEqualTo(SUCCESS);
    fd(1, WRITE, 2);
    assertThat(poll()).isEqualTo(1);
    assertEvent(0, 1, NOTCAPABLE, WRITE, 0, 0);
  }

  @Test
  void directoriesAndFilesAreAlwaysReady() {
    byte[] path = "etc/passwd".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < path.length; i++) {
      machine.put(i, path[i]);
    }
    // rights: read, seek, tell, filestat, poll
    long rights = 0x08200026L;
    assertThat(machine.call("path_open", 3, 1, 0, path.length, 0, rights, 0, 0, COUNT))
        .isEqualTo(SUCCESS);
    assertThat(machine.call("fd_filestat_get", 4, 100)).isEqualTo(SUCCESS);
    long size = machine.bytes.getLong(100 + 32);
    assertThat(machine.call("fd_seek", 4, 3, 0, 100)).isEqualTo(SUCCESS);
    fd(1, READ, 3);
    fd(2, READ, 4);
    fd(3, WRITE, 4);
    fd(4, READ, 0);
    assertThat(poll()).isEqualTo(3);
    assertEvent(0, 1, SUCCESS, READ, 0, 0);
    assertEvent(1, 2, SUCCESS, READ, size - 3, 0);
    assertEvent(2, 3, SUCCESS, WRITE, 1, 0);
  }

  @Test
  void thereAreFrom1To65536Subscriptions() {
    int events = 0xf000;
    assertThat(machine.call("poll_oneoff", 0, events, 0, COUNT)).isEqualTo(INVAL);
    assertThat(machine.call("poll_oneoff", 0, events, 65_537, COUNT)).isEqualTo(INVAL);
    assertThat(machine.call("poll_oneoff", 0, events, -1, COUNT)).isEqualTo(INVAL);
  }

  @Test
  void asManySubscriptionsAsAPageHolds() throws Exception {
    Machine large = Machine.withTime(new Stream(OpenFlags.WRITE, Readiness.OUT));
    // 1,024 subscriptions take 48 KiB; their events, 32 KiB, are written over them.
    for (int i = 0; i < 1024; i++) {
      large.bytes.putLong(i * 48, i).put(i * 48 + 8, (byte) WRITE).putInt(i * 48 + 16, 0);
    }
    assertThat(large.call("poll_oneoff", 0, 0, 1024, 60_000)).isEqualTo(SUCCESS);
    assertThat(large.bytes.getInt(60_000)).isEqualTo(1024);
    assertThat(large.bytes.getLong(1023 * 32)).isEqualTo(1023);
  }

  @Test
  void pointersAreCheckedBeforeTheWait() {
    fd(1, READ, 0);
    for (long[] args :
        new long[][] {
          {65_489, EVENTS, 1, COUNT},
          {0, 65_505, 1, COUNT},
          {0, EVENTS, 1, 65_533},
          {0xffff_fff0L, EVENTS, 1, COUNT}
        }) {
      assertThat(machine.end("poll_oneoff", args))
          .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in poll_oneoff"));
    }
  }

  private long now(int id) {
    assertThat(machine.call("clock_time_get", id, 0, COUNT)).isEqualTo(SUCCESS);
    return machine.bytes.getLong(COUNT);
  }

  private void clock(long user, int id, long timeout, int flags) {
    int address = subscription(user, CLOCK);
    machine.bytes.putInt(address + 16, id).putLong(address + 24, timeout);
    machine.bytes.putLong(address + 32, 0).putShort(address + 40, (short) flags);
  }

  private void fd(long user, int tag, int fd) {
    machine.bytes.putInt(subscription(user, tag) + 16, fd);
  }

  private int subscription(long user, int tag) {
    int address = subscriptions++ * 48;
    machine.bytes.putLong(address, user).put(address + 8, (byte) tag);
    return address;
  }

  private int poll() {
    assertThat(machine.call("poll_oneoff", 0, EVENTS, subscriptions, COUNT)).isEqualTo(SUCCESS);
    return machine.bytes.getInt(COUNT);
  }

  private void assertClock(int i, long user) {
    assertEvent(i, user, SUCCESS, CLOCK, 0, 0);
  }

  private void assertEvent(int i, long user, int errno, int type, long bytes, int flags) {
    int event = EVENTS + i * 32;
    assertThat(machine.bytes.getLong(event)).as("user data").isEqualTo(user);
    assertThat(machine.bytes.getShort(event + 8)).as("errno").isEqualTo((short) errno);
    assertThat(machine.bytes.get(event + 10)).as("type").isEqualTo((byte) type);
    assertThat(machine.bytes.getLong(event + 16)).as("bytes").isEqualTo(bytes);
    assertThat(machine.bytes.getShort(event + 24)).as("flags").isEqualTo((short) flags);
  }
}
