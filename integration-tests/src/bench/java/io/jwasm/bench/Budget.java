package io.jwasm.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A goal and what was measured for it.
 *
 * @param what the goal's subject
 * @param bound how the measured number may lie to the goal
 * @param goal a ratio, or a median when nothing is compared
 * @param measured nothing when the subject or its reference could not be measured
 */
record Budget(String what, Bound bound, double goal, String unit, OptionalDouble measured) {
  /** How a number may lie to its goal. */
  enum Bound {
    AT_LEAST(">="),
    AT_MOST("<="),
    BELOW("<");

    private final String symbol;

    Bound(String symbol) {
      this.symbol = symbol;
    }
  }

  /** The ratio of the medians of two series. */
  static Budget ofRatio(
      String what, Bound bound, double goal, Optional<Series> series, Optional<Series> reference) {
    OptionalDouble ratio =
        series.isPresent() && reference.isPresent()
            ? series.get().ratioTo(reference.get())
            : OptionalDouble.empty();
    return new Budget(what, bound, goal, "x", ratio);
  }

  /** The median of a series. */
  static Budget ofMedian(
      String what, Bound bound, double goal, Unit unit, Optional<Series> series) {
    return new Budget(
        what,
        bound,
        goal,
        unit.toString(),
        series.map(Series::median).orElse(OptionalDouble.empty()));
  }

  /** The goal with its bound and unit. */
  String goalText() {
    return bound.symbol + " " + goal + " " + unit;
  }

  /** Whether the number, when there is one, is as it should be. */
  String verdict() {
    if (measured.isEmpty()) {
      return "not measured";
    }
    double value = measured.getAsDouble();
    boolean met =
        switch (bound) {
          case AT_LEAST -> value >= goal;
          case AT_MOST -> value <= goal;
          case BELOW -> value < goal;
        };
    return met ? "met" : "missed";
  }
}
