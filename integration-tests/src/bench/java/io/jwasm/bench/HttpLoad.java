package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server in a container does under load, next to the same C program as a native process: for
 * small answers on few and many connections, and for a download of 100 MB.
 */
final class HttpLoad {
  static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
  static final String DOWNLOAD = "download of 100 MB";

  private static final int ROUNDS_MAX = 5;
  private static final int BIG_BYTES = 100_000_000;
  private static final int SECONDS = 4;

  private final Map<String, Series> series = new LinkedHashMap<>();
  private final Workshop workshop;
  private final Map<String, HttpServer> servers;

  private HttpLoad(Workshop workshop, Map<String, HttpServer> servers) {
    this.workshop = workshop;
    this.servers = servers;
  }

  /** The series of what was asked for by connections of a server. */
  static String name(String what, int connections, String who) {
    return what
        + ", "
        + connections
        + (connections == 1 ? " connection: " : " connections: ")
        + who;
  }

  static List<Section> measure(Workshop workshop, OciRuntime jwasm, Rounds rounds)
      throws BenchException {
    Path served = served(workshop);
    try (HttpServer compiled = HttpServer.startNative(workshop, served);
        HttpServer contained = HttpServer.startIn(jwasm, served)) {
      HttpLoad load =
          new HttpLoad(
              workshop, new LinkedHashMap<>(Map.of("native", compiled, "jwasm", contained)));
      load.prepare();
      Rounds few = new Rounds(1, Math.min(rounds.counted(), ROUNDS_MAX));
      for (int round = 0; round < few.all(); round++) {
        load.round(few.counts(round));
      }
      return List.of(
          load.section("Requests of a server under load", Unit.PER_SECOND),
          load.section("Latency of a server under load", Unit.MILLISECONDS),
          load.section("Download", Unit.MEBIBYTES_PER_SECOND));
    }
  }

  private Section section(String title, Unit unit) {
    return new Section(
        title, series.values().stream().filter(each -> each.unit() == unit).toList());
  }

  /** A directory with the file to be downloaded. */
  static Path served(Workshop workshop) throws BenchException {
    Path served = workshop.newDirectory("srv");
    try {
      Files.write(served.resolve("big"), new byte[BIG_BYTES]);
    } catch (IOException e) {
      throw new BenchException("cannot write into " + served + ": " + e.getMessage(), e);
    }
    return served;
  }

  private void prepare() {
    for (int connections : CONNECTIONS) {
      enter("requests", connections, Unit.PER_SECOND);
      enter("p50", connections, Unit.MILLISECONDS);
      enter("p99", connections, Unit.MILLISECONDS);
    }
    enter(DOWNLOAD, 1, Unit.MEBIBYTES_PER_SECOND);
  }

  private void enter(String what, int connections, Unit unit) {
    for (String who : List.of("native", "jwasm")) {
      String name = name(what, connections, who);
      series.put(name, new Series(name, name(what, connections, "native"), unit));
    }
  }

  private void round(boolean counts) throws BenchException {
    for (int connections : CONNECTIONS) {
      for (String who : List.of("native", "jwasm")) {
        Wrk wrk = Wrk.run(workshop, servers.get(who).port(), "/hello", connections, SECONDS);
        if (counts) {
          note("requests", connections, who, wrk.requestsPerSecond(), wrk);
          note("p50", connections, who, wrk.p50Millis(), wrk);
          note("p99", connections, who, wrk.p99Millis(), wrk);
        }
      }
    }
    for (String who : List.of("native", "jwasm")) {
      Wrk wrk = Wrk.run(workshop, servers.get(who).port(), "/file/big", 1, SECONDS);
      if (counts) {
        note(DOWNLOAD, 1, who, wrk.mibPerSecond(), wrk);
      }
    }
  }

  private void note(String what, int connections, String who, double value, Wrk wrk) {
    Series into = series.get(name(what, connections, who));
    if (wrk.failures() == 0) {
      into.add(value);
    } else {
      into.fail(wrk.failures() + " requests failed");
    }
  }
}
