package io.jwasm.runsc.boot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What the network's policy denied, in the log: the first ones each, then how many there were when
 * the number has grown tenfold, and at the end. A program that is denied in a loop does not fill
 * the operator's disk.
 */
final class DenialLog implements Consumer<String> {
  static final int EACH = 100;

  private final Consumer<String> log;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param log where a line goes
   */
  DenialLog(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public void accept(String sentence) {
    long number = count.incrementAndGet();
    if (number <= EACH) {
      log.accept(sentence);
    } else if (isPowerOfTen(number)) {
      total(number);
    }
  }

  /** Says how many there were, if not each was said. */
  void end() {
    long number = count.get();
    if (number > EACH && !isPowerOfTen(number)) {
      total(number);
    }
  }

  private void total(long number) {
    log.accept("io.jwasm.net.allow has denied " + number + " times what the program wanted");
  }

  private static boolean isPowerOfTen(long number) {
    long power = 1;
    while (power < number) {
      power *= 10;
    }
    return power == number;
  }
}
