package io.jwasm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What was measured of one contender. */
final class Series {
  private final String name;
  private final String reference;
  private final Unit unit;
  private final List<Double> values = new ArrayList<>();
  private final List<Double> cpuMillis = new ArrayList<>();
  private int failures;
  private String complaint = "";

  /**
   * An empty series.
   *
   * @param reference the name of the series it is compared to; its own name when there is none
   */
  Series(String name, String reference, Unit unit) {
    this.name = name;
    this.reference = reference;
    this.unit = unit;
  }

  void add(double value) {
    values.add(value);
  }

  void add(Outcome outcome) {
    values.add(outcome.wallNanos() / 1e6);
    cpuMillis.add(outcome.cpuMicros() / 1e3);
  }

  /** Counts a failure; the first one's text is kept. */
  void fail(String text) {
    complaint = failures++ == 0 ? text : complaint;
  }

  String name() {
    return name;
  }

  String reference() {
    return reference;
  }

  Unit unit() {
    return unit;
  }

  List<Double> values() {
    return List.copyOf(values);
  }

  int failures() {
    return failures;
  }

  /** Why it failed first, or an empty text. */
  String complaint() {
    return complaint;
  }

  OptionalDouble median() {
    return median(values);
  }

  OptionalDouble minimum() {
    return values.stream().mapToDouble(Double::doubleValue).min();
  }

  /** Processor time of the program and of the children it waited for. */
  OptionalDouble medianCpuMillis() {
    return median(cpuMillis);
  }

  /** This median divided by the other one, when there are both and it is not zero. */
  OptionalDouble ratioTo(Series other) {
    if (median().isEmpty() || other.median().orElse(0) == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(median().getAsDouble() / other.median().getAsDouble());
  }

  private static OptionalDouble median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
