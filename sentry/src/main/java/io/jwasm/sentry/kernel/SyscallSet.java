package io.jwasm.sentry.kernel;

import java.util.List;

/**
 * The functions of one ABI. Calls are made when they are asked for: a program imports few of them.
 */
public interface SyscallSet {
  /** Import modules that the set answers to, the preferred one first. */
  List<String> modules();

  /** Names of all functions, sorted. */
  List<String> names();

  /** Returns the function, or null when the set has none of this name in this module. */
  Syscall find(String module, String name);

  /**
   * Returns the name of the function that a program which imports from this set must export for its
   * new threads to run, of type (i32 tid, i32 argument) -> (); null when the set starts none.
   */
  default String threadEntry() {
    return null;
  }
}
