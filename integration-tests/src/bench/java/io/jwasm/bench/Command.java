package io.jwasm.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A command line. Standard input is empty, unless {@link #input} says otherwise. */
final class Command {
  private static final File NOTHING = new File("/dev/null");

  private final Workshop workshop;
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Duration limit = Duration.ofMinutes(1);
  private File input = NOTHING;
  private Path output;

  Command(Workshop workshop, Object... words) {
    this.workshop = workshop;
    and(words);
  }

  /** Appends words. */
  Command and(Object... more) {
    for (Object word : more) {
      words.add(word.toString());
    }
    return this;
  }

  /** The words, for giving them to another command. */
  List<String> words() {
    return List.copyOf(words);
  }

  /** Adds to the environment. */
  Command with(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  /** Reads standard input from the file. */
  Command input(Path file) {
    input = file.toFile();
    return this;
  }

  /** Writes standard output to the file, for a program that leaves it open to others. */
  Command output(Path file) {
    output = file;
    return this;
  }

  /** Is ended after this time, which is a failure. */
  Command within(Duration newLimit) {
    limit = newLimit;
    return this;
  }

  /** Executes it below the stopwatch and waits for its end. */
  Outcome run() throws BenchException {
    Path out = output != null ? output : workshop.newPath("out");
    Path err = workshop.newPath("err");
    Path times = workshop.newPath("times");
    List<String> timed = new ArrayList<>(List.of(workshop.stopwatch().toString()));
    timed.add(times.toString());
    timed.addAll(words);
    try {
      int exit = await(start(timed, out, err));
      return outcome(exit, out, err, times);
    } finally {
      delete(err, times);
      if (output == null) {
        delete(out);
      }
    }
  }

  /** Executes it without the stopwatch and without waiting. */
  Process start(Path out, Path err) throws BenchException {
    return start(words, out, err);
  }

  private Process start(List<String> line, Path out, Path err) throws BenchException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(workshop.directory().toFile())
            .redirectInput(input)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return workshop.start(builder);
  }

  private int await(Process process) throws BenchException {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    throw new BenchException(this + ": did not end within " + limit.toSeconds() + " s");
  }

  private Outcome outcome(int exit, Path out, Path err, Path times) throws BenchException {
    try {
      // A program that could not be started leaves no times.
      String[] numbers = (Files.readString(times).strip() + " 0 0").strip().split(" ", 3);
      return new Outcome(
          toString(),
          exit,
          Files.readString(out),
          Files.readString(err),
          Long.parseLong(numbers[0]),
          Long.parseLong(numbers[1]));
    } catch (IOException e) {
      throw new BenchException(this + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path... files) {
    for (Path file : files) {
      file.toFile().delete();
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
