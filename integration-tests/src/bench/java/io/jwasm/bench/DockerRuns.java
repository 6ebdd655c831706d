package io.jwasm.bench;

import java.nio.file.Path;
import java.util.List;

/** Hello by {@code docker run}. */
final class DockerRuns {
  static final String JWASM = "docker run, jwasm";
  static final String RUNC = "docker run, runc, native";
  private static final String TITLE = "Hello, docker run --rm --network none";

  private DockerRuns() {}

  static Section measure(Workshop workshop, Path distribution, Rounds rounds) {
    try (Dockerd docker = Dockerd.start(workshop, distribution)) {
      docker.importImage(workshop.module("hello"), workshop.executable("hello"));
      List<Series> series =
          new Race(rounds)
              .enter(RUNC, RUNC, () -> docker.runHello("runc", "/hello"))
              .enter(JWASM, RUNC, () -> docker.runHello("jwasm", "/hello.wasm"))
              .run();
      return new Section(TITLE, series);
    } catch (BenchException e) {
      System.err.println("docker cannot run here: " + e.getMessage());
      Series none = new Series(JWASM, RUNC, Unit.MILLISECONDS);
      none.fail("cannot run here: " + e.getMessage());
      return new Section(TITLE, List.of(none));
    }
  }
}
