package io.jwasm.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What single calls of a program take while another container, which has all the memory that it may
 * have, asks for more without end.
 */
final class NeighbourLatency {
  static final String ALONE = "99th percentile of 10,000 calls: alone";
  static final String BESIDE = "99th percentile of 10,000 calls: beside one that grows for ever";

  private static final long GREEDY_BYTES = 128L << 20;
  private static final String PERCENTILE = "p99 ";

  private final Workshop workshop;
  private final OciRuntime jwasm;
  private final Bundle calls;
  private final Bundle greedy;

  private NeighbourLatency(Workshop workshop, OciRuntime jwasm) throws BenchException {
    this.workshop = workshop;
    this.jwasm = jwasm;
    this.calls =
        Bundle.of(workshop, workshop.benchModule("latency"))
            .withArguments("/memory/file")
            .withMount("/memory", "tmpfs", "tmpfs", "size=1m");
    this.greedy = Bundle.of(workshop, workshop.benchModule("greedy")).withMemory(GREEDY_BYTES);
  }

  static Section measure(Workshop workshop, Path distribution, Rounds rounds)
      throws BenchException {
    NeighbourLatency latency =
        new NeighbourLatency(
            workshop, OciRuntime.jwasm(workshop, distribution, PrivateCache.create(workshop)));
    Series alone = new Series(ALONE, ALONE, Unit.NANOSECONDS);
    Series beside = new Series(BESIDE, ALONE, Unit.NANOSECONDS);
    for (int round = 0; round < rounds.all(); round++) {
      boolean counts = rounds.counts(round);
      latency.percentile(alone, counts);
      try (Container neighbour = Container.start(latency.jwasm, latency.greedy)) {
        neighbour.awaitIdle();
        latency.percentile(beside, counts);
      }
    }
    return new Section("A call beside a greedy container", List.of(alone, beside));
  }

  private void percentile(Series into, boolean counts) throws BenchException {
    Outcome outcome = jwasm.verb("run", "--bundle", calls.directory(), workshop.newId()).run().ok();
    if (counts) {
      outcome
          .out()
          .lines()
          .filter(line -> line.startsWith(PERCENTILE))
          .mapToDouble(line -> Double.parseDouble(line.substring(PERCENTILE.length())))
          .forEach(into::add);
    }
  }
}
