package io.jwasm.sentry.platform;

import io.jwasm.sentry.host.Sha256;
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
    return new ModuleImage(path, bytes, () -> Sha256.hex(bytes));
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
}
