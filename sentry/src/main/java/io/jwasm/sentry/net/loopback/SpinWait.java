package io.jwasm.sentry.net.loopback;

/**
 * Looks for input a while before a thread parks, where that has proved worth it: to wake a parked
 * thread takes longer than all else of a round trip. Two threads that answer each other at once do
 * not park at all. Who waits longer, or has to share its processor with whom it waits for, loses
 * its credit and tries again some hundred waits later, and less and less often: an idle socket
 * costs nothing.
 *
 * <p>Locks: none. Threads that wait for one socket spoil each other's figures, which are guesses.
 */
final class SpinWait {
  /** Longer than it takes to wake the other side, so that both can get out of parking. */
  private static final int MOST_NANOS = 200_000;

  /** What a wait takes at most that is better spent looking. */
  private static final int QUICK_NANOS = 10_000;

  /** Looks between two looks at the clock. */
  private static final int LOOKS = 16;

  private static final int MOST_CREDIT = 64;
  private static final int COST_OF_FAILURE = 32;

  /** Waits without looking after the credit is used up. */
  private static final int FIRST_PAUSE = 256;

  private static final int LAST_PAUSE = 4096;

  /** With one processor nobody can bring anything meanwhile. */
  private static final boolean POSSIBLE = Runtime.getRuntime().availableProcessors() > 1;

  /** What may have input; asked without a lock. */
  @FunctionalInterface
  interface Input {
    boolean hasInput();
  }

  private int credit = POSSIBLE ? MOST_CREDIT : 0;
  private int pause = FIRST_PAUSE;
  private int waitsLeft = FIRST_PAUSE;

  /** Returns whether there is input; if not, the wait goes on in another way. */
  boolean await(Input input) {
    return isDue() && look(input);
  }

  private boolean isDue() {
    if (credit == 0 && POSSIBLE) {
      waitsLeft--;
      if (waitsLeft <= 0) {
        credit = MOST_CREDIT;
      }
    }
    return credit > 0;
  }

  private boolean look(Input input) {
    long begin = System.nanoTime();
    long tookNanos;
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (input.hasInput()) {
          settle(System.nanoTime() - begin < QUICK_NANOS ? 1 : -1);
          return true;
        }
        Thread.onSpinWait();
      }
      tookNanos = System.nanoTime() - begin;
    } while (tookNanos < MOST_NANOS);
    settle(-COST_OF_FAILURE);
    return false;
  }

  private void settle(int change) {
    credit = Math.clamp(credit + change, 0, MOST_CREDIT);
    if (credit == 0) {
      waitsLeft = pause;
      pause = Math.min(2 * pause, LAST_PAUSE);
    } else if (change > 0) {
      pause = FIRST_PAUSE;
    }
  }
}
