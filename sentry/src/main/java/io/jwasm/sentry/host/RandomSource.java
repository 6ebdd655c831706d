package io.jwasm.sentry.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;

/**
 * Where the guest's random bytes come from: always the host kernel's CSPRNG or one seeded by it.
 */
public abstract class RandomSource {
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
   * <p>Errors: {@link IOException} when the device fails or the thread was interrupted.
   */
  public abstract void fill(ByteBuffer dst) throws IOException;

  private static final class Device extends RandomSource {
    private final int fd;
    private FileChannel channel;

    Device(int fd) {
      this.fd = fd;
    }

    @Override
    public synchronized void fill(ByteBuffer dst) throws IOException {
      if (channel == null) {
        channel = InheritedFd.readable(fd);
      }
      while (dst.hasRemaining()) {
        if (channel.read(dst) <= 0) {
          throw new IOException("the random device has no more bytes");
        }
      }
    }
  }

  private static final class Provider extends RandomSource {
    private static final int CHUNK_BYTES = 4096;

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
