package io.jwasm.bench;

/** What a number counts. */
enum Unit {
  MILLISECONDS("ms"),
  MEBIBYTES("MiB"),
  NANOSECONDS("ns"),
  PER_SECOND("1/s"),
  MEBIBYTES_PER_SECOND("MiB/s"),
  PERCENT("%"),
  COUNT("");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  @Override
  public String toString() {
    return symbol;
  }
}
