package io.jwasm.bench;

import java.util.List;

/**
 * 64 bytes there and back, of one task that is both ends of a connection: inside the sentry, over
 * the host's loopback from a container, and natively.
 */
final class RoundTrips {
  static final String NATIVE = "round trip of 64 bytes: native, loopback of the host";
  static final String HOST = "round trip of 64 bytes: jwasm, loopback of the host";
  static final String SENTRY = "round trip of 64 bytes: jwasm, loopback of the sentry";

  private static final int ROUNDS_MAX = 5;
  private static final String COUNT = "200000";
  private static final String MEDIAN = "p50 ";

  private RoundTrips() {}

  static Section measure(Workshop workshop, OciRuntime jwasm, Rounds rounds) throws BenchException {
    Series compiled = new Series(NATIVE, NATIVE, Unit.NANOSECONDS);
    Series host = new Series(HOST, NATIVE, Unit.NANOSECONDS);
    Series sentry = new Series(SENTRY, NATIVE, Unit.NANOSECONDS);
    Bundle bundle = Bundle.of(workshop, workshop.networkModule("loop")).withArguments(COUNT);
    for (int round = 0; round < Math.min(rounds.counted(), ROUNDS_MAX); round++) {
      note(compiled, new Command(workshop, workshop.networkExecutable("loop"), COUNT));
      note(host, run(workshop, jwasm.with("--network=host"), bundle));
      note(sentry, run(workshop, jwasm.with("--network=sandbox"), bundle));
    }
    return new Section("Round trips", List.of(compiled, host, sentry));
  }

  private static Command run(Workshop workshop, OciRuntime jwasm, Bundle bundle) {
    return jwasm.verb("run", "--bundle", bundle.directory(), workshop.newId());
  }

  private static void note(Series into, Command command) throws BenchException {
    command
        .run()
        .ok()
        .out()
        .lines()
        .filter(line -> line.startsWith(MEDIAN))
        .mapToDouble(line -> Double.parseDouble(line.substring(MEDIAN.length())))
        .forEach(into::add);
  }
}
