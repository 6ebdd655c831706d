package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file call costs a guest, next to the same C program as a native process: on the host's
 * file system through a bind mount, and on a tmpfs, where the native one uses the host's. The
 * program takes the best of its own rounds.
 */
final class FileCalls {
  /** The calls that files.c times, by the names that it prints. */
  enum Call {
    WRITE_16("write16"),
    WRITE_16_NULL("write16-null"),
    READ_16("read16"),
    OPEN_CLOSE("open+close"),
    STAT("stat"),
    READDIR("readdir-entry"),
    COPY_MIB("copy-mib");

    private final String label;

    Call(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  private static final String COPY_MIB = "1024";

  private final Workshop workshop;
  private final OciRuntime jwasm;
  private final Path disk;
  private final Path memory;
  private final Map<String, Series> series = new LinkedHashMap<>();

  private FileCalls(Workshop workshop, OciRuntime jwasm) throws BenchException {
    this.workshop = workshop;
    this.jwasm = jwasm;
    this.disk = workshop.newDirectory("files");
    this.memory = Path.of("/dev/shm", workshop.marker());
  }

  /** The series of a call on a place (disk or tmpfs) by a guest or a native process. */
  static String name(Call call, String place, String who) {
    return call + ", " + place + ": " + who;
  }

  static Section measure(Workshop workshop, Path distribution, Rounds rounds)
      throws BenchException {
    FileCalls calls =
        new FileCalls(
            workshop, OciRuntime.jwasm(workshop, distribution, PrivateCache.create(workshop)));
    try {
      Files.createDirectories(calls.memory);
      // Each run repeats every call a million times: three rounds say as much as twenty.
      calls.run(Math.min(rounds.counted(), 3));
    } catch (IOException e) {
      throw new BenchException("cannot make " + calls.memory + ": " + e.getMessage(), e);
    } finally {
      calls.memory.toFile().delete();
    }
    return new Section("File calls", new ArrayList<>(calls.series.values()));
  }

  private void run(int rounds) throws BenchException {
    for (Call call : Call.values()) {
      for (String place : List.of("disk", "tmpfs")) {
        String reference = name(call, place, "native");
        series.put(reference, new Series(reference, reference, Unit.NANOSECONDS));
        String guest = name(call, place, "jwasm");
        series.put(guest, new Series(guest, reference, Unit.NANOSECONDS));
      }
    }
    Path executable = workshop.benchExecutable("files");
    Bundle onDisk = guest("/files", "bind", disk.toString(), "bind", "rw");
    Bundle onTmpfs = guest("/files", "tmpfs", "tmpfs", "size=4g", "mode=1777");
    for (int round = 0; round < rounds; round++) {
      note("disk", "native", new Command(workshop, executable, disk, "/dev/null", COPY_MIB));
      note("disk", "jwasm", runOf(onDisk));
      note("tmpfs", "native", new Command(workshop, executable, memory, "/dev/null", COPY_MIB));
      note("tmpfs", "jwasm", runOf(onTmpfs));
    }
  }

  private Command runOf(Bundle bundle) {
    return jwasm.verb("run", "--bundle", bundle.directory(), workshop.newId());
  }

  private Bundle guest(String place, String type, String source, String... options)
      throws BenchException {
    return Bundle.of(workshop, workshop.benchModule("files"))
        .withArguments(place, "/dev/null", COPY_MIB)
        .withMount(place, type, source, options);
  }

  private void note(String place, String who, Command command) {
    String printed;
    try {
      printed = command.run().ok().out();
    } catch (BenchException e) {
      for (Call call : Call.values()) {
        series.get(name(call, place, who)).fail(e.getMessage());
      }
      return;
    }
    for (Call call : Call.values()) {
      printed
          .lines()
          .filter(line -> line.startsWith(call + " "))
          .forEach(
              line ->
                  series
                      .get(name(call, place, who))
                      .add(Double.parseDouble(line.substring(line.indexOf(' ') + 1))));
    }
  }
}
