package io.jwasm.sentry.platform.chicory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * Whether threads of a program were interrupted, asked by its code in each turn of a loop. That
 * costs nothing before the first interruption: the JIT takes the target of a call site for a
 * constant, and drops the question with it. Another target has the JVM stop the code that was made
 * so, at its next safepoint, and go on with code that asks.
 *
 * <p>Locks: its own, for {@link #begin}.
 */
public final class Interruption extends MutableCallSite {
  /** Nobody calls a target: what counts is which of two it is. */
  private static final MethodHandle NEVER = target("onSpinWait");

  /** Made early: a program that has filled the heap is to be ended too. */
  private static final MethodHandle BEGUN = target("yield");

  /**
   * @param begun whether all code looks from its start
   */
  Interruption(boolean begun) {
    super(begun ? BEGUN : NEVER);
  }

  /** Returns whether the calling thread may have been interrupted, and has to look. */
  public boolean hasBegun() {
    return getTarget() != NEVER;
  }

  /**
   * Has all threads look from now on.
   *
   * <p>Blocking: until the JVM has stopped the code, which takes milliseconds.
   */
  synchronized void begin() {
    if (!hasBegun()) {
      setTarget(BEGUN);
    }
  }

  private static MethodHandle target(String name) {
    try {
      return MethodHandles.publicLookup()
          .findStatic(Thread.class, name, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Thread has no method " + name, e);
    }
  }
}
