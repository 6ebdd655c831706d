package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Pushes noise through a command that copies its input, and compares digests: nothing is kept in
 * memory.
 */
final class Pipeline {
  static final long GIBIBYTE = 1L << 30;

  private static final int CHUNK_BYTES = 1 << 16;
  private static final long SEED = 5811;

  private Pipeline() {}

  /**
   * Fails when the command's standard output differs from its standard input, or when its status is
   * not 0.
   */
  static void assertCopies(Command command, long sizeBytes) {
    try (LiveProcess process = command.within(Duration.ofSeconds(150)).startStreaming()) {
      CompletableFuture<String> written =
          CompletableFuture.supplyAsync(() -> write(process.stdin(), sizeBytes));
      MessageDigest digest = sha256();
      long readBytes = read(process.stdout(), digest);
      Outcome outcome = process.join().ok();

      assertThat(readBytes).as("bytes from %s", outcome).isEqualTo(sizeBytes);
      assertThat(HexFormat.of().formatHex(digest.digest())).as("digest").isEqualTo(written.join());
    }
  }

  /** Writes noise that differs in every chunk and closes the stream; returns its digest. */
  private static String write(OutputStream to, long sizeBytes) {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    new SplittableRandom(SEED).nextBytes(chunk);
    try (to) {
      for (long done = 0; done < sizeBytes; done += chunk.length) {
        chunk[(int) (done / chunk.length % chunk.length)]++;
        int length = (int) Math.min(chunk.length, sizeBytes - done);
        digest.update(chunk, 0, length);
        to.write(chunk, 0, length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static long read(InputStream from, MessageDigest digest) {
    byte[] chunk = new byte[CHUNK_BYTES];
    long total = 0;
    try {
      for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
        digest.update(chunk, 0, count);
        total += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return total;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
