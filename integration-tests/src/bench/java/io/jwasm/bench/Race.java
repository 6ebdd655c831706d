package io.jwasm.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Contenders that take turns, round after round; each round begins with another one. */
final class Race {
  private static final int FAILURES_MAX = 3;

  private final Rounds rounds;
  private final List<Series> all = new ArrayList<>();
  private final List<List<Contender>> heats = new ArrayList<>(List.of(new ArrayList<>()));

  Race(Rounds rounds) {
    this.rounds = rounds;
  }

  /** One measurement. */
  interface Turn {
    Outcome take() throws BenchException;
  }

  private record Contender(Series series, Turn turn) {}

  /** Adds a contender that is compared to the one of the name in {@code reference}. */
  Race enter(String name, String reference, Turn turn) {
    Series series = new Series(name, reference, Unit.MILLISECONDS);
    all.add(series);
    heats.getLast().add(new Contender(series, turn));
    return this;
  }

  /** Who is added from here on takes a turn only when those before have taken theirs. */
  Race then() {
    heats.add(new ArrayList<>());
    return this;
  }

  /** Runs all rounds. Whoever fails in the first one is out, and later whoever fails too often. */
  List<Series> run() {
    for (int round = 0; round < rounds.all(); round++) {
      for (List<Contender> heat : heats) {
        run(heat, round);
      }
    }
    return List.copyOf(all);
  }

  private void run(List<Contender> heat, int round) {
    List<Contender> order = new ArrayList<>(heat);
    Collections.rotate(order, -round);
    for (Contender contender : order) {
      if (!goesOn(contender, round)) {
        heat.remove(contender);
      }
    }
  }

  private boolean goesOn(Contender contender, int round) {
    Series series = contender.series;
    try {
      Outcome outcome = contender.turn.take();
      if (rounds.counts(round)) {
        series.add(outcome);
      }
      return true;
    } catch (BenchException e) {
      String text = round == 0 ? "cannot run here: " : "failed: ";
      series.fail(text + e.getMessage());
      System.err.println(series.name() + " " + text + e.getMessage());
      return round != 0 && series.failures() < FAILURES_MAX;
    }
  }
}
