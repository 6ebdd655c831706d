package io.jwasm.sentry.platform;

/** Bounds on a module, checked before any work is done for it. */
public final class ModuleLimits {
  /** Longest module in bytes. CPython, the largest in common use, has 26 MB. */
  public static final int MAX_MODULE_BYTES = 256 << 20;

  /** Length in bytes of the magic number and version that every module begins with. */
  public static final int HEADER_BYTES = 8;

  private ModuleLimits() {}
}
