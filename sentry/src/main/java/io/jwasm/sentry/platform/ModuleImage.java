package io.jwasm.sentry.platform;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** A module's file: its name for messages, its bytes, and their hash when somebody asks for it. */
public final class ModuleImage {
  private final String path;
  private final byte[] bytes;
  private final Supplier<String> sha256;

  private ModuleImage(String path, byte[] bytes, Supplier<String> sha256) {
    this.path = path;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  public static ModuleImage of(String path, byte[] bytes) {
    return new ModuleImage(path, bytes, () -> digest(bytes));
  }

  /**
   * Returns an image whose hash somebody else provides: loading the JDK's digest costs several
   * milliseconds.
   *
   * @param sha256 gives the hash of {@code bytes} in lower-case hex
   */
  public static ModuleImage of(String path, byte[] bytes, Supplier<String> sha256) {
    return new ModuleImage(path, bytes, sha256);
  }

  public String path() {
    return path;
  }

  /** Returns the file's content; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the SHA-256 of the content in lower-case hex. */
  public String sha256() {
    return sha256.get();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }
}
