package io.jwasm.bench;

/**
 * How often everything is measured.
 *
 * @param warmUp rounds that are discarded, at least 1: the first one shows who can run at all
 * @param counted rounds that count
 */
record Rounds(int warmUp, int counted) {
  Rounds {
    if (warmUp < 1 || counted < 1) {
      throw new IllegalArgumentException("at least one round to warm up and one that counts");
    }
  }

  int all() {
    return warmUp + counted;
  }

  /** Whether the round, counted from 0, is one that counts. */
  boolean counts(int round) {
    return round >= warmUp;
  }

  @Override
  public String toString() {
    return counted + " rounds after " + warmUp + " to warm up";
  }
}
