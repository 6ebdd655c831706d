package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resident memory of a process, as {@code /proc/PID/smaps_rollup} has it.
 *
 * @param rssMib everything that is resident
 * @param pssMib the same with each page divided by the number of processes that have it
 * @param ownMib that of pssMib which is in no file of a disk: the host takes pages of files away,
 *     and gives them back when they are touched, whatever the process does
 */
record Smaps(double rssMib, double pssMib, double ownMib) {
  private static final double KIB_PER_MIB = 1024;

  static Smaps of(long pid) throws BenchException {
    Path file = Path.of("/proc/" + pid + "/smaps_rollup");
    try {
      String text = Files.readString(file);
      double ownMib = mib(text, "Pss_Anon:") + mib(text, "Pss_Shmem:");
      return new Smaps(mib(text, "Rss:"), mib(text, "Pss:"), ownMib);
    } catch (IOException e) {
      throw new BenchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static double mib(String text, String field) throws BenchException {
    String line =
        text.lines()
            .filter(each -> each.startsWith(field))
            .findFirst()
            .orElseThrow(() -> new BenchException("no " + field + " in smaps_rollup"));
    return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
  }
}
