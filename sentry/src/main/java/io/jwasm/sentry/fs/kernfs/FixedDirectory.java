package io.jwasm.sentry.fs.kernfs;

import io.jwasm.sentry.vfs.Caller;

/** A directory that always has the same names. */
public abstract class FixedDirectory extends KernelDirectory {
  private final String[] names;

  /**
   * @param names of all entries
   */
  protected FixedDirectory(long number, String... names) {
    super(number);
    this.names = names;
  }

  @Override
  protected final Listed listed(Caller caller, int key) {
    return key < names.length ? new Listed(names[key], key) : null;
  }

  /** Returns whether there is an entry of that name. */
  protected final boolean has(String name) {
    for (String each : names) {
      if (each.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
