package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.CoarseClock;
import io.jwasm.sentry.mm.GuestMemory;
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
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A file of 1 GiB copied to a new one, through the guest's memory, as {@code cp} does it; to be
 * compared with {@code cp} in the host's {@code /dev/shm}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 8)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-XX:+UseSerialGC",
      "--add-opens=java.base/java.io=ALL-UNNAMED",
      "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
      "--enable-native-access=ALL-UNNAMED"
    })
public class TmpfsCopyBenchmark {
  private static final long FILE_BYTES = 1L << 30;
  private static final int IOVEC = 64;
  private static final int BUFFER = 4096;
  private static final int NEW_FILE = OpenFlags.READ | OpenFlags.WRITE;

  /** Bytes of a transfer: what C libraries buffer, what cat does, what cp does. */
  @Param({"4096", "65536", "131072"})
  private int bufferBytes;

  private final Caller caller = new Root();
  private GuestMemory memory;
  private FileDescription source;
  private TmpfsDirectory root;

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
  public void makeSource() throws Exception {
    MemoryFile pages = MemoryFile.temporary(MemoryLimit.none());
    Region region = pages.reserve(3);
    region.commit(3);
    memory = new GuestMemory(region);
    memory.putInt(IOVEC, BUFFER);
    memory.putInt(IOVEC + 4, bufferBytes);
    for (int i = 0; i < bufferBytes; i++) {
      memory.putByte(BUFFER + i, (byte) i);
    }
    root =
        Tmpfs.create(
            TmpfsOptions.of(1L << 34), PagePool.of(pages), new CoarseClock(Clock.host()));
    source = root.create(caller, "source", 0666, NEW_FILE);
    while (source.stat().sizeBytes() < FILE_BYTES) {
      source.write(caller, memory.ioSequence(IOVEC, 1));
    }
  }

  @TearDown(Level.Iteration)
  public void removeCopy() throws Exception {
    root.unlink(caller, "copy");
  }

  @Benchmark
  public void copy() throws Exception {
    FileDescription copy = root.create(caller, "copy", 0666, NEW_FILE);
    source.seek(0, Whence.SET);
    while (source.read(caller, memory.ioSequence(IOVEC, 1)) > 0) {
      copy.write(caller, memory.ioSequence(IOVEC, 1));
    }
    copy.drop();
  }
}
