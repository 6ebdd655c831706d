package io.jwasm.bench;

/** What a number counts. */
enum Unit {
  MILLISECONDS("ms"),
  MEBIBYTES("MiB"),
  NANOSECONDS("ns");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  @Override
  public String toString() {
    return symbol;
  }
}
