package io.jwasm.sentry.host;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 by the JDK's own class, without the provider machinery around it, whose first use costs
 * more than hashing a small module a thousand times. Where the JVM was not started with {@code
 * --add-opens java.base/sun.security.provider=ALL-UNNAMED}, the usual way is taken.
 *
 * @see <a href="https://csrc.nist.gov/pubs/fips/180-4/upd1/final">FIPS 180-4</a>
 */
public final class Sha256 {
  private Sha256() {}

  /** Returns the hash of the bytes in lower-case hex. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      Class<?> base = Class.forName("sun.security.provider.DigestBase");
      Method update = base.getDeclaredMethod("engineUpdate", byte[].class, int.class, int.class);
      Method digest = base.getDeclaredMethod("engineDigest");
      update.setAccessible(true);
      digest.setAccessible(true);
      Object sha256 =
          Class.forName("sun.security.provider.SHA2$SHA256").getConstructor().newInstance();
      update.invoke(sha256, bytes, 0, bytes.length);
      return (byte[]) digest.invoke(sha256);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return throughProvider(bytes);
    }
  }

  static byte[] throughProvider(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }
}
