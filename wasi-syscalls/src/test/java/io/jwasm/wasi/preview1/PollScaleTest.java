package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.stdio.Stdio;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.HostSockets;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.vfs.FileType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code poll_oneoff} of 10,000 descriptors of the host, of which only the last is ready; prints
 * what it costs.
 */
@SuppressWarnings("JavaLangClash")
@Timeout(120)
final class PollScaleTest {
  private static final int COUNT = 10_000;
  private static final int BYTES = 48;
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int EVENTS = 3_200_000;
  private static final int RESULT = 60 * 65_536;

  private final FdTable fds = new FdTable(COUNT + 1);
  private Region region;
  private Task task;

  @BeforeEach
  void openSockets() throws Exception {
    region = MemoryFile.temporary(MemoryLimit.none()).reserve(100);
    region.commit(100);
    task =
        new Task(
            new ThreadGroup(
                new ProcessImage(List.of("m"), List.of()),
                fds,
                new Kernel(Clock.host(), RandomSource.secureRandom(), null),
                Credentials.of(0, 0)),
            new GuestMemory(region));
    for (int i = 0; i < COUNT; i++) {
      int fd = HostSockets.socket(HostConstants.AF_INET, HostConstants.SOCK_DGRAM);
      assertThat(fd).as("ulimit -n").isNotNegative();
      fds.install(Descriptor.unlimited(Stdio.terminal(new StdioConfig(fd, FileType.SOCKET), 3)));
    }
    int event = HostKernel.eventfd();
    HostKernel.signalEvent(event);
    fds.install(Descriptor.unlimited(Stdio.terminal(new StdioConfig(event, FileType.FIFO), 3)));
  }

  /** What is open as a stream stays open when its descriptor is closed. */
  @AfterEach
  void closeSockets() throws Exception {
    for (int fd = 0; fd <= COUNT; fd++) {
      HostKernel.close(fds.get(fd).file().hostFd());
    }
  }

  @Test
  void readersAreFoundInBoundedTime() throws Exception {
    for (int i = 0; i <= COUNT; i++) {
      subscribe(i, READ, i);
    }
    long nanos = nanosPerCall(COUNT + 1);
    System.out.println("poll_oneoff of 10,000 readers: " + nanos / 1000 + " microseconds");
    assertThat(nanos).isLessThan(50_000_000);
    assertThat(region.bytes().getLong(EVENTS)).isEqualTo(COUNT);
  }

  @Test
  void readersAndWritersOfADescriptorAreOneForTheHost() throws Exception {
    for (int i = 0; i < 2 * COUNT; i += 2) {
      subscribe(i, READ, i / 2);
      subscribe(i + 1, WRITE, i / 2);
    }
    long nanos = nanosPerCall(2 * COUNT);
    System.out.println("poll_oneoff of 10,000 readers and writers: " + nanos / 1000 + " us");
    assertThat(nanos).isLessThan(50_000_000);
    assertThat(region.bytes().getInt(RESULT)).isEqualTo(COUNT);
    assertThat(region.bytes().getLong(EVENTS)).isEqualTo(1);
  }

  private void subscribe(int i, int tag, int fd) {
    region.bytes().putLong(i * BYTES, i).put(i * BYTES + 8, (byte) tag).putInt(i * BYTES + 16, fd);
  }

  private long nanosPerCall(int subscriptions) throws Exception {
    long least = Long.MAX_VALUE;
    long[] args = {0, EVENTS, subscriptions, RESULT};
    for (int round = 0; round < 200; round++) {
      long begin = System.nanoTime();
      PollCalls.oneoff(task, args);
      least = Math.min(least, System.nanoTime() - begin);
    }
    return least;
  }
}
