package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures the distribution and prints how it compares. */
final class Bench {
  private final Options options;
  private final Workshop workshop;
  private final List<Section> sections = new ArrayList<>();

  private Bench(Options options, Workshop workshop) {
    this.options = options;
    this.workshop = workshop;
  }

  /** One part of the whole. */
  private interface Part {
    Section measure(Workshop workshop, Path distribution, Rounds rounds) throws BenchException;
  }

  /**
   * Exits with 1 when something of jwasm failed or could not be measured; a missed goal is no
   * error.
   */
  public static void main(String... arguments) {
    try {
      System.exit(new Bench(Options.parse(arguments), Workshop.open()).measure());
    } catch (BenchException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private int measure() throws BenchException {
    Map<String, String> machine =
        Machine.describe(workshop, options.distribution(), options.rounds());
    part("run", HelloRuns::measure);
    part("docker", DockerRuns::measure);
    part("verbs", Verbs::measure);
    part("memory", IdleMemory::measure);
    part("files", FileCalls::measure);
    part("data", StartStates::measure);
    if (options.parts().contains("pages")) {
      System.err.println("  BENCH   pages");
      sections.addAll(MemoryCosts.measure(workshop, options.distribution(), options.rounds()));
    }
    part("neighbour", NeighbourLatency::measure);
    if (options.parts().contains("net")) {
      network();
    }
    if (options.parts().contains(Options.SOAK)) {
      System.err.println("  BENCH   " + Options.SOAK);
      sections.addAll(Soak.measure(workshop, options.distribution(), options.soak().toSeconds()));
    }
    machine.merge(
        "load", Machine.load(), (before, after) -> before + " before, " + after + " after");
    Report report = new Report(machine, sections);
    System.out.print(report.markdown());
    write("bench.md", report.markdown());
    write("bench.json", report.json());
    return isComplete() ? 0 : 1;
  }

  private void network() throws BenchException {
    System.err.println("  BENCH   net");
    OciRuntime jwasm =
        OciRuntime.jwasm(workshop, options.distribution(), PrivateCache.create(workshop));
    sections.add(RoundTrips.measure(workshop, jwasm, options.rounds()));
    sections.addAll(HttpLoad.measure(workshop, jwasm, options.rounds()));
    sections.addAll(HeldConnections.measure(workshop, jwasm));
  }

  private void part(String name, Part part) throws BenchException {
    if (options.parts().contains(name)) {
      System.err.println("  BENCH   " + name);
      sections.add(part.measure(workshop, options.distribution(), options.rounds()));
    }
  }

  private boolean isComplete() {
    return sections.stream()
        .flatMap(section -> section.series().stream())
        .noneMatch(
            series ->
                series.name().contains("jwasm")
                    && (series.failures() > 0 || series.median().isEmpty()));
  }

  private void write(String name, String text) throws BenchException {
    Path file = options.output().resolve(name);
    try {
      Files.createDirectories(options.output());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
