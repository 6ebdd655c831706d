package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param soak how long the part of that name loads a server
 */
record Options(Path distribution, Path output, Rounds rounds, Set<String> parts, Duration soak) {
  /** Everything that is done unless something else is asked for. */
  static final List<String> PARTS =
      List.of("run", "docker", "verbs", "memory", "files", "data", "pages", "neighbour", "net");

  /** A part that is done only when it is asked for, since it takes long. */
  static final String SOAK = "soak";

  static final String USAGE =
      "usage: Bench [--dist DIR] [--out DIR] [--rounds N] [--warm-up N] [--only "
          + String.join(",", PARTS)
          + ","
          + SOAK
          + "] [--soak SECONDS]";

  static Options parse(String... arguments) throws BenchException {
    Path distribution = Path.of("runsc-wasm/target/jwasm");
    Path output = Path.of("runsc-wasm/target");
    int rounds = 20;
    int warmUp = 3;
    Duration soak = Duration.ofMinutes(10);
    Set<String> parts = Set.copyOf(PARTS);
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    try {
      while (!rest.isEmpty()) {
        switch (rest.remove()) {
          case "--dist" -> distribution = Path.of(rest.remove());
          case "--out" -> output = Path.of(rest.remove());
          case "--rounds" -> rounds = Integer.parseInt(rest.remove());
          case "--warm-up" -> warmUp = Integer.parseInt(rest.remove());
          case "--soak" -> soak = Duration.ofSeconds(Long.parseLong(rest.remove()));
          case "--only" -> parts = Set.of(rest.remove().split(","));
          default -> throw new BenchException(USAGE);
        }
      }
      for (String part : parts) {
        if (!PARTS.contains(part) && !part.equals(SOAK)) {
          throw new BenchException(USAGE);
        }
      }
      return new Options(
          distribution.toRealPath(), output, new Rounds(warmUp, rounds), parts, soak);
    } catch (IOException e) {
      throw new BenchException("no distribution at " + distribution + ": run make first", e);
    } catch (RuntimeException e) {
      throw new BenchException(USAGE, e);
    }
  }
}
