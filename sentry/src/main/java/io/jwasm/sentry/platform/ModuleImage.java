package io.jwasm.sentry.platform;

import io.jwasm.sentry.host.Sha256;

/**
 * A module's file: its name for messages, its bytes, their hash when somebody asks for it, and how
 * much of everything may be in it.
 */
public final class ModuleImage {
  private final String path;
  private final byte[] bytes;
  private final ModuleLimits limits;

  private ModuleImage(String path, byte[] bytes, ModuleLimits limits) {
    this.path = path;
    this.bytes = bytes;
    this.limits = limits;
  }

  /** Returns a module under the standard limits. */
  public static ModuleImage of(String path, byte[] bytes) {
    return new ModuleImage(path, bytes, ModuleLimits.standard());
  }

  /** Returns a module under other limits. */
  public static ModuleImage of(String path, byte[] bytes, ModuleLimits limits) {
    return new ModuleImage(path, bytes, limits);
  }

  public String path() {
    return path;
  }

  /** Returns the file's content; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns how much of everything may be in it. */
  public ModuleLimits limits() {
    return limits;
  }

  /** Returns the SHA-256 of the content in lower-case hex. */
  public String sha256() {
    return Sha256.hex(bytes);
  }

  /** Returns what is thrown for a module that breaks the rules of its format. */
  public ExecFormatException invalid(String reason, Throwable cause) {
    return new ExecFormatException(
        "exec format error: " + path + " is not a valid WebAssembly module: " + reason, cause);
  }

  /** Returns what is thrown for a module that does by its format what no platform here can. */
  public ExecFormatException unsupported(String reason) {
    return new ExecFormatException(
        "exec format error: " + path + " cannot be run yet: " + reason, null);
  }
}
