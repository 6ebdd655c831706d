package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The command line.
 *
 * @param distribution what is measured
 * @param output the directory of bench.md and bench.json
 * @param parts what is done
 */
record Options(Path distribution, Path output, Rounds rounds, Set<String> parts) {
  /** Everything that can be done. */
  static final List<String> PARTS =
      List.of("run", "docker", "verbs", "memory", "files", "data", "pages", "neighbour");

  static final String USAGE =
      "usage: Bench [--dist DIR] [--out DIR] [--rounds N] [--warm-up N] [--only "
          + String.join(",", PARTS)
          + "]";

  static Options parse(String... arguments) throws BenchException {
    Path distribution = Path.of("runsc-wasm/target/jwasm");
    Path output = Path.of("runsc-wasm/target");
    int rounds = 20;
    int warmUp = 3;
    Set<String> parts = Set.copyOf(PARTS);
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    try {
      while (!rest.isEmpty()) {
        switch (rest.remove()) {
          case "--dist" -> distribution = Path.of(rest.remove());
          case "--out" -> output = Path.of(rest.remove());
          case "--rounds" -> rounds = Integer.parseInt(rest.remove());
          case "--warm-up" -> warmUp = Integer.parseInt(rest.remove());
          case "--only" -> parts = Set.of(rest.remove().split(","));
          default -> throw new BenchException(USAGE);
        }
      }
      if (!PARTS.containsAll(parts)) {
        throw new BenchException(USAGE);
      }
      return new Options(distribution.toRealPath(), output, new Rounds(warmUp, rounds), parts);
    } catch (IOException e) {
      throw new BenchException("no distribution at " + distribution + ": run make first", e);
    } catch (RuntimeException e) {
      throw new BenchException(USAGE, e);
    }
  }
}
