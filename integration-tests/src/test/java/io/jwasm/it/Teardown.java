package io.jwasm.it;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be undone on the machine even when the tests are interrupted: runs, newest first, as
 * the JVM ends.
 */
final class Teardown {
  private static final Deque<AutoCloseable> ACTIONS = new ArrayDeque<>();
  private static final Thread HOOK = new Thread(Teardown::run, "teardown");

  static {
    Runtime.getRuntime().addShutdownHook(HOOK);
  }

  private Teardown() {}

  /** Keeps tests, which go on while the JVM ends, from starting what nobody would end. */
  static void checkNotBegun() {
    if (HOOK.isAlive() && Thread.currentThread() != HOOK) {
      throw new IllegalStateException("the tests are being torn down");
    }
  }

  /** Runs the action before those already registered. Running it twice must do no harm. */
  static synchronized void first(AutoCloseable action) {
    ACTIONS.addFirst(action);
  }

  /** Runs the action after all others. */
  static synchronized void last(AutoCloseable action) {
    ACTIONS.addLast(action);
  }

  private static synchronized void run() {
    for (AutoCloseable action : ACTIONS) {
      try {
        action.close();
      } catch (Exception e) {
        System.err.println("teardown: " + e);
      }
    }
  }
}
