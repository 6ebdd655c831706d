package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the memory of a module with much data takes, whose code is compiled already: its
 * instance, less the fastest one that has next to none.
 */
final class StartStates {
  static final String MAPPED = "memory with 7 MB of data, jwasm, mapped";
  private static final String COPIED = "memory with 7 MB of data, jwasm, copied";
  private static final String LITTLE = "instance with 13 bytes of data, jwasm";

  private static final Pattern INSTANTIATED = Pattern.compile("program instantiated in (\\d+) us");
  private static final double MICROS_PER_MILLI = 1e3;

  private final Workshop workshop;
  private final OciRuntime jwasm;

  private StartStates(Workshop workshop, OciRuntime jwasm) {
    this.workshop = workshop;
    this.jwasm = jwasm;
  }

  static Section measure(Workshop workshop, Path distribution, Rounds rounds)
      throws BenchException {
    Path cache = PrivateCache.create(workshop);
    OciRuntime jwasm = OciRuntime.jwasm(workshop, distribution, cache);
    return new StartStates(workshop, jwasm).measure(rounds);
  }

  private Section measure(Rounds rounds) throws BenchException {
    Path directory = workshop.newDirectory("data");
    Path mapped = directory.resolve("mapped.wasm");
    Path copied = directory.resolve("copied.wasm");
    DataModule.write(mapped);
    DataModule.writeCopied(copied);
    Bundle mapping = Bundle.of(workshop, mapped);
    Bundle copying = Bundle.of(workshop, copied);
    Bundle hello = Bundle.of(workshop, workshop.module("hello"));
    Series littleSeries = new Series(LITTLE, COPIED, Unit.MILLISECONDS);
    Series mappedSeries = new Series(MAPPED, COPIED, Unit.MILLISECONDS);
    Series copiedSeries = new Series(COPIED, COPIED, Unit.MILLISECONDS);
    List<Double> copies = new ArrayList<>();
    List<Double> maps = new ArrayList<>();
    for (int round = 0; round < rounds.all(); round++) {
      try {
        double little = instanceMillis(hello);
        double copy = instanceMillis(copying);
        double map = instanceMillis(mapping);
        if (rounds.counts(round)) {
          littleSeries.add(little);
          copies.add(copy);
          maps.add(map);
        }
      } catch (BenchException e) {
        mappedSeries.fail(e.getMessage());
      }
    }
    double least = littleSeries.minimum().orElse(0);
    copies.forEach(millis -> copiedSeries.add(millis - least));
    maps.forEach(millis -> mappedSeries.add(millis - least));
    return new Section(
        "Memory of a module with as much data as CPython's",
        List.of(copiedSeries, mappedSeries, littleSeries));
  }

  private double instanceMillis(Bundle bundle) throws BenchException {
    Path log = workshop.newPath("log");
    jwasm
        .with("--debug")
        .with("--debug-log=" + log)
        .verb("run", "--bundle", bundle.directory(), workshop.newId())
        .run()
        .ok();
    try {
      Matcher found = INSTANTIATED.matcher(Files.readString(log));
      if (!found.find()) {
        throw new BenchException(log + " does not say how long the instance took");
      }
      return Double.parseDouble(found.group(1)) / MICROS_PER_MILLI;
    } catch (IOException e) {
      throw new BenchException("cannot read " + log + ": " + e.getMessage(), e);
    }
  }
}
