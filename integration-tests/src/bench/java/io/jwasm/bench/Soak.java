package io.jwasm.bench;

import java.nio.file.Path;
import java.util.List;

/** A server under full load for minutes: whether it grows. */
final class Soak {
  static final String DRIFT = "full load: growth of jwasm's resident memory";
  static final String OWN_DRIFT = "full load: the same without pages of files";
  static final String DESCRIPTORS = "full load: descriptors that jwasm has gained";

  private static final String REQUESTS = "full load: requests of jwasm";
  private static final int CONNECTIONS = 64;
  private static final double PERCENT = 100;

  private Soak() {}

  /** Loads a server for so many seconds, after a fifth of them for warming up. */
  static List<Section> measure(Workshop workshop, Path distribution, long seconds)
      throws BenchException {
    OciRuntime jwasm = OciRuntime.jwasm(workshop, distribution, PrivateCache.create(workshop));
    Series drift = new Series(DRIFT, DRIFT, Unit.PERCENT);
    Series ownDrift = new Series(OWN_DRIFT, OWN_DRIFT, Unit.PERCENT);
    Series descriptors = new Series(DESCRIPTORS, DESCRIPTORS, Unit.COUNT);
    Series requests = new Series(REQUESTS, REQUESTS, Unit.PER_SECOND);
    try (HttpServer server = HttpServer.startIn(jwasm, HttpLoad.served(workshop))) {
      int open = server.descriptors();
      Wrk.run(workshop, server.port(), "/hello", CONNECTIONS, Math.max(1, seconds / 5));
      Smaps before = server.memory();
      Wrk wrk = Wrk.run(workshop, server.port(), "/hello", CONNECTIONS, seconds);
      Smaps after = server.memory();
      drift.add(growth(before.rssMib(), after.rssMib()));
      ownDrift.add(growth(before.ownMib(), after.ownMib()));
      requests.add(wrk.requestsPerSecond());
      if (wrk.failures() > 0) {
        requests.fail(wrk.failures() + " requests failed");
      }
      Eventually.until("end of all connections", () -> server.descriptors() <= open);
      descriptors.add(server.descriptors() - open);
    }
    String title = "Full load for " + seconds + " s: ";
    return List.of(
        new Section(title + "memory", List.of(drift, ownDrift)),
        new Section(title + "descriptors", List.of(descriptors)),
        new Section(title + "requests", List.of(requests)));
  }

  private static double growth(double before, double after) {
    return (after - before) / before * PERCENT;
  }
}
