package io.jwasm.sentry.platform;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.PageAllocator;

/** A loaded module; it can be instantiated several times. */
public interface Program {
  /**
   * Makes an instance with a memory of its own. No guest code runs.
   *
   * <p>Errors: ENOMEM when the memory limit is below what the module starts with; {@link
   * ExecFormatException} when its data does not fit the memory it declares.
   */
  Execution instantiate(PageAllocator pages) throws ExecFormatException, ErrnoException;
}
