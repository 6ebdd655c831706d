package io.jwasm.sentry.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Where the guest's random bytes come from: always the host kernel's CSPRNG or one seeded by it.
 */
public abstract class RandomSource {
  /** Copied at once; as large as the JDK reads without allocating outside the heap. */
  private static final int CHUNK_BYTES = 8192;

  RandomSource() {}

  /** Returns a source that reads an inherited descriptor of {@code /dev/urandom}. */
  public static RandomSource device(int fd) {
    return new Device(fd);
  }

  /**
   * Returns a source for processes that see {@code /dev/urandom} themselves. Loading the JDK's
   * provider costs several milliseconds, so it happens at the first call.
   */
  public static RandomSource secureRandom() {
    return new Provider();
  }

  /**
   * Fills the buffer's remaining bytes.
   *
   * <p>Errors: {@link IOException} when the device fails.
   */
  public abstract void fill(ByteBuffer dst) throws IOException;

  /**
   * Reads through a stream and a copy, not a channel: killing a process that reads a channel closes
   * it, and this source belongs to all processes of the sandbox.
   */
  private static final class Device extends RandomSource {
    private final int fd;
    private FileInputStream stream;

    Device(int fd) {
      this.fd = fd;
    }

    @Override
    public synchronized void fill(ByteBuffer dst) throws IOException {
      if (stream == null) {
        stream = InheritedFd.stream(fd);
      }
      byte[] chunk = new byte[Math.min(CHUNK_BYTES, dst.remaining())];
      while (dst.hasRemaining()) {
        int count = stream.read(chunk, 0, Math.min(chunk.length, dst.remaining()));
        if (count <= 0) {
          throw new IOException("the random device has no more bytes");
        }
        dst.put(chunk, 0, count);
      }
    }
  }

  private static final class Provider extends RandomSource {
    private SecureRandom random;

    @Override
    public synchronized void fill(ByteBuffer dst) {
      if (random == null) {
        random = new SecureRandom();
      }
      byte[] chunk = new byte[Math.min(CHUNK_BYTES, dst.remaining())];
      while (dst.hasRemaining()) {
        random.nextBytes(chunk);
        dst.put(chunk, 0, Math.min(chunk.length, dst.remaining()));
      }
    }
  }
}
