package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.CoarseClock;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Whence;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads and writes of a tmpfs file that is warm, out of a guest's memory, and where their time goes.
 * What decodes the buffers is measured by itself: it is part of every other figure but the last.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "-XX:+UseSerialGC",
      "--add-opens=java.base/java.io=ALL-UNNAMED",
      "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
      "--enable-native-access=ALL-UNNAMED"
    })
public class TmpfsBenchmark {
  private static final int FILE_BYTES = 1 << 20;
  private static final int SMALL = 16;
  private static final int PAGE = 4096;

  /** Where the guest has its iovecs: of a small buffer, and of a page. */
  private static final int SMALL_IOVEC = 64;

  private static final int PAGE_IOVEC = 128;
  private static final int BUFFER = 4096 + 24;

  private final Caller caller = new Root();
  private Clock clock;
  private GuestMemory memory;
  private FileDescription file;
  private TmpfsDirectory root;
  private int written;

  private static final class Root implements Caller {
    @Override
    public int uid() {
      return 0;
    }

    @Override
    public int gid() {
      return 0;
    }
  }

  @Setup
  public void open() throws Exception {
    MemoryFile pages = MemoryFile.temporary(MemoryLimit.none());
    Region region = pages.reserve(1);
    region.commit(1);
    memory = new GuestMemory(region);
    memory.putInt(SMALL_IOVEC, BUFFER);
    memory.putInt(SMALL_IOVEC + 4, SMALL);
    memory.putInt(PAGE_IOVEC, BUFFER);
    memory.putInt(PAGE_IOVEC + 4, PAGE);
    clock = new CoarseClock(Clock.host());
    root = Tmpfs.create(TmpfsOptions.of(1L << 32), PagePool.of(pages), clock);
    file = root.create(caller, "f", 0666, OpenFlags.READ | OpenFlags.WRITE);
    while (file.stat().sizeBytes() < FILE_BYTES) {
      file.write(caller, memory.ioSequence(PAGE_IOVEC, 1));
    }
  }

  @TearDown
  public void close() {
    file.drop();
  }

  @Benchmark
  public IoSequence decodeBuffers() throws Exception {
    return memory.ioSequence(SMALL_IOVEC, 1);
  }

  @Benchmark
  public long write16() throws Exception {
    rewind(SMALL);
    return file.write(caller, memory.ioSequence(SMALL_IOVEC, 1));
  }

  @Benchmark
  public long read16() throws Exception {
    rewind(SMALL);
    return file.read(caller, memory.ioSequence(SMALL_IOVEC, 1));
  }

  @Benchmark
  public long write4096() throws Exception {
    rewind(PAGE);
    return file.write(caller, memory.ioSequence(PAGE_IOVEC, 1));
  }

  @Benchmark
  public long read4096() throws Exception {
    rewind(PAGE);
    return file.read(caller, memory.ioSequence(PAGE_IOVEC, 1));
  }

  @Benchmark
  public long openAndClose() throws Exception {
    FileDescription opened = root.lookup(caller, "f").open(caller, OpenFlags.READ);
    opened.drop();
    return 0;
  }

  @Benchmark
  public long time() {
    return clock.realtimeNanos();
  }

  private void rewind(int bytes) throws Exception {
    written += bytes;
    if (written > FILE_BYTES) {
      file.seek(0, Whence.SET);
      written = bytes;
    }
  }
}
