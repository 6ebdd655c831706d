package io.jwasm.sentry.platform;

import io.jwasm.sentry.kernel.SyscallTable;

/**
 * A way to execute WebAssembly, found by its name through {@link Platforms}. The contract leaves
 * room for engines that compile each function when it is first called: {@code load} need not
 * compile anything, but it must reject every module that is not valid.
 */
public interface Platform {
  /** Name for {@code --platform}. */
  String name();

  /**
   * Initialises what {@link #load} will need, so that it can happen on another thread while a
   * sandbox reads its configuration. Does nothing that a later call depends on.
   */
  default void warmUp() {}

  /**
   * Makes a module ready to be instantiated: parsed, validated, its imports and its entry function
   * checked, compiled if the platform does that beforehand. No guest code runs.
   *
   * <p>Errors: {@link ExecFormatException} for everything that is wrong with the module.
   *
   * @param image the module
   * @param entry exported function to run, without parameters and results
   * @param syscalls what the module may import
   * @param cache where compiled code may be kept
   */
  Program load(ModuleImage image, String entry, SyscallTable syscalls, CodeCache cache)
      throws ExecFormatException;
}
