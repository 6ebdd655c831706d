package io.jwasm.bench;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk has measured of a server on the loopback interface.
 *
 * @param requestsPerSecond answers that came
 * @param p50Millis latency that half of them had at most
 * @param p99Millis latency that all but one percent had at most
 * @param mibPerSecond what came, heads and all
 * @param failures answers that were no success, and connections that broke
 */
record Wrk(
    double requestsPerSecond,
    double p50Millis,
    double p99Millis,
    double mibPerSecond,
    long failures) {
  private static final Pattern FAILURES =
      Pattern.compile(
          "connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)|3xx responses: (\\d+)");

  /** Asks for the path for a while, on so many connections at once. */
  static Wrk run(Workshop workshop, int port, String path, int connections, long seconds)
      throws BenchException {
    Outcome outcome =
        new Command(workshop, "wrk", "--threads", 1, "--connections", connections)
            .and("--duration", seconds + "s", "--latency", "--timeout", "20s")
            .and("http://127.0.0.1:" + port + path)
            .within(Duration.ofSeconds(seconds + 60))
            .run()
            .ok();
    return parse(outcome.out());
  }

  private static Wrk parse(String text) throws BenchException {
    long failures = 0;
    Matcher matcher = FAILURES.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        failures += matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
      }
    }
    return new Wrk(
        number(text, "Requests/sec: +([\\d.]+)()"),
        number(text, " 50% +([\\d.]+)(us|ms|s|m)"),
        number(text, " 99% +([\\d.]+)(us|ms|s|m)"),
        number(text, "Transfer/sec: +([\\d.]+)(B|KB|MB|GB)"),
        failures);
  }

  private static double number(String text, String pattern) throws BenchException {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new BenchException("wrk says nothing of " + pattern + ": " + text.strip());
    }
    double factor =
        switch (matcher.group(2)) {
          case "us" -> 1e-3;
          case "s" -> 1e3;
          case "m" -> 60e3;
          case "B" -> 1.0 / (1 << 20);
          case "KB" -> 1.0 / (1 << 10);
          case "GB" -> 1 << 10;
          default -> 1;
        };
    return Double.parseDouble(matcher.group(1)) * factor;
  }
}
