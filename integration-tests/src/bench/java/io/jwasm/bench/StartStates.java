package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the instance of a module with much data takes, whose code is compiled already. */
final class StartStates {
  static final String MAPPED = "instance with 7 MB of data, jwasm, mapped";
  static final String COPIED = "instance with 7 MB of data, jwasm, copied";

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
    for (int round = 0; round < rounds.all(); round++) {
      boolean counts = rounds.counts(round);
      note(copying, counts ? copiedSeries : null);
      note(mapping, counts ? mappedSeries : null);
      note(hello, counts ? littleSeries : null);
    }
    return new Section(
        "Instances of a module with much data", List.of(copiedSeries, mappedSeries, littleSeries));
  }

  private void note(Bundle bundle, Series series) throws BenchException {
    Path log = workshop.newPath("log");
    try {
      jwasm
          .with("--debug")
          .with("--debug-log=" + log)
          .verb("run", "--bundle", bundle.directory(), workshop.newId())
          .run()
          .ok();
      Matcher found = INSTANTIATED.matcher(Files.readString(log));
      if (!found.find()) {
        throw new BenchException(log + " does not say how long the instance took");
      }
      if (series != null) {
        series.add(Double.parseDouble(found.group(1)) / MICROS_PER_MILLI);
      }
    } catch (IOException e) {
      throw new BenchException("cannot read " + log + ": " + e.getMessage(), e);
    } catch (BenchException e) {
      if (series == null) {
        throw e;
      }
      series.fail(e.getMessage());
    }
  }
}
