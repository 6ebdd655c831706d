package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The resident memory of programs that wait for input: of one, and of five at once. */
final class IdleMemory {
  private static final int AT_ONCE = 5;
  private static final int ROUNDS_MAX = 3;

  /** As often as this the processor time is looked at and has not grown: it is idle. */
  private static final int QUIET_POLLS = 60;

  private final List<Series> all = new ArrayList<>();
  private final List<Contender> running = new ArrayList<>();

  private IdleMemory() {}

  /** Starts one program. */
  private interface Starter {
    IdleProgram start() throws BenchException;
  }

  private record Contender(Starter starter, Series rss, Series pss, Series pssOfMany) {}

  /** The name of the series with what each of several containers needs. */
  static String nameOfMany(String contender) {
    return contender + ", " + AT_ONCE + " at once: PSS of each";
  }

  static Section measure(Workshop workshop, Path distribution, Rounds rounds)
      throws BenchException {
    Path module = workshop.module("cat");
    Bundle guest = Bundle.of(workshop, module);
    Bundle executable = Bundle.of(workshop, workshop.executable("cat"));
    OciRuntime jwasm = OciRuntime.jwasm(workshop, distribution, PrivateCache.create(workshop));
    OciRuntime runc = OciRuntime.installed(workshop, "runc");

    IdleMemory memory = new IdleMemory();
    memory.enter("node", () -> NodeProcess.start(workshop, module));
    memory.enter("native in runc", () -> Container.start(runc, executable));
    memory.enter("jwasm", () -> Container.start(jwasm, guest));
    Rounds few = new Rounds(1, Math.min(rounds.counted(), ROUNDS_MAX));
    for (int round = 0; round < few.all(); round++) {
      boolean counts = few.counts(round);
      memory.running.removeIf(contender -> !goesOn(contender, counts));
    }
    return new Section("Memory of an idle program", memory.all);
  }

  private void enter(String name, Starter starter) {
    Contender contender =
        new Contender(
            starter,
            series(name + ": RSS", "node: RSS"),
            series(name + ": PSS", "node: PSS"),
            series(nameOfMany(name), nameOfMany("node")));
    running.add(contender);
  }

  private Series series(String name, String reference) {
    Series series = new Series(name, reference, Unit.MEBIBYTES);
    all.add(series);
    return series;
  }

  private static boolean goesOn(Contender contender, boolean counts) {
    List<IdleProgram> programs = new ArrayList<>();
    try {
      Smaps one = Smaps.of(idle(contender, programs));
      double sum = 0;
      while (programs.size() < AT_ONCE) {
        idle(contender, programs);
      }
      for (IdleProgram program : programs) {
        sum += Smaps.of(program.pid()).pssMib();
      }
      if (counts) {
        contender.rss.add(one.rssMib());
        contender.pss.add(one.pssMib());
        contender.pssOfMany.add(sum / AT_ONCE);
      }
      return true;
    } catch (BenchException e) {
      for (Series each : List.of(contender.rss, contender.pss, contender.pssOfMany)) {
        each.fail("failed: " + e.getMessage());
      }
      System.err.println(contender.rss.name() + " failed: " + e.getMessage());
      return false;
    } finally {
      programs.forEach(IdleMemory::end);
    }
  }

  /** Starts one more and returns its process when that has nothing left to do. */
  private static long idle(Contender contender, List<IdleProgram> programs) throws BenchException {
    IdleProgram program = contender.starter.start();
    programs.add(program);
    program.awaitIdle();
    long pid = program.pid();
    Quiet quiet = new Quiet(Path.of("/proc/" + pid + "/stat"));
    Eventually.until("rest of process " + pid, quiet::lasts);
    return pid;
  }

  private static void end(IdleProgram program) {
    try {
      program.close();
    } catch (BenchException e) {
      System.err.println("bench: " + e.getMessage());
    }
  }

  /** Looks whether a process takes processor time. */
  private static final class Quiet {
    private final Path stat;
    private String last = "";
    private int polls;

    Quiet(Path stat) {
      this.stat = stat;
    }

    /** Whether it has taken none for a while. */
    boolean lasts() throws BenchException {
      String now = ticks();
      polls = now.equals(last) ? polls + 1 : 0;
      last = now;
      return polls >= QUIET_POLLS;
    }

    /** User and system time: fields 14 and 15 of proc(5), the name before them may hold blanks. */
    private String ticks() throws BenchException {
      try {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return fields[11] + " " + fields[12];
      } catch (IOException e) {
        throw new BenchException("cannot read " + stat + ": " + e.getMessage(), e);
      }
    }
  }
}
