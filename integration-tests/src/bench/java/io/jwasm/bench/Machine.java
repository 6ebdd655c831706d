package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and when it was measured, and by which versions. */
final class Machine {
  private Machine() {}

  /** The facts, in the order in which they are shown. */
  static Map<String, String> describe(Workshop workshop, Path distribution, Rounds rounds) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "date",
        ZonedDateTime.now(ZoneOffset.UTC)
            .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")));
    facts.put("cpus", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("cpu", cpuModel());
    facts.put("kernel", read("/proc/sys/kernel/osrelease"));
    facts.put("load", load());
    facts.put("rounds", rounds.toString());
    facts.put(
        "jwasm", firstLine(new Command(workshop, distribution.resolve("bin/jwasm"), "--version")));
    facts.put("jdk", jdk(distribution));
    facts.put("runc", firstLine(new Command(workshop, "runc", "--version")));
    facts.put("crun", firstLine(new Command(workshop, "crun", "--version")));
    facts.put("node", firstLine(new Command(workshop, "node", "--version")));
    facts.put("docker", firstLine(new Command(workshop, "dockerd", "--version")));
    facts.put("containerd", firstLine(new Command(workshop, "containerd", "--version")));
    return facts;
  }

  /** The mean number of runnable processes of the last minute: the noise to be expected. */
  static String load() {
    return read("/proc/loadavg").split(" ", 2)[0];
  }

  private static String cpuModel() {
    return read("/proc/cpuinfo")
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String jdk(Path distribution) {
    return read(distribution.resolve("image/jre/release").toString())
        .lines()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("[^0-9.]", ""))
        .findFirst()
        .orElse("unknown");
  }

  private static String firstLine(Command version) {
    try {
      return version.run().ok().out().lines().findFirst().orElse("unknown");
    } catch (BenchException _) {
      return "unknown";
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException _) {
      return "unknown";
    }
  }
}
