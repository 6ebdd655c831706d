package io.jwasm.sentry.platform;

import io.jwasm.sentry.host.Sha256;

/** A module's file: its name for messages, its bytes, and their hash when somebody asks for it. */
public final class ModuleImage {
  private final String path;
  private final byte[] bytes;

  private ModuleImage(String path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  public static ModuleImage of(String path, byte[] bytes) {
    return new ModuleImage(path, bytes);
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
    return Sha256.hex(bytes);
  }
}
