package io.jwasm.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line to be executed, with its directory, environment, standard input and time limit.
 */
final class Command {
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Path directory = Scratch.directory();
  private ProcessBuilder.Redirect input = ProcessBuilder.Redirect.from(new File("/dev/null"));
  private Duration limit = Duration.ofSeconds(60);

  private Command(List<String> words) {
    this.words.addAll(words);
  }

  /** A command of these words; a word that is a list stands for its elements. */
  static Command of(Object... words) {
    return new Command(List.of()).and(words);
  }

  /** Appends words. */
  Command and(Object... more) {
    for (Object word : more) {
      if (word instanceof Iterable<?> several && !(word instanceof Path)) {
        several.forEach(each -> words.add(each.toString()));
      } else {
        words.add(word.toString());
      }
    }
    return this;
  }

  /** The words, for giving them to another command. */
  List<String> words() {
    return List.copyOf(words);
  }

  /** Runs in this directory. */
  Command in(Path newDirectory) {
    directory = newDirectory;
    return this;
  }

  /** Adds to the environment, which is otherwise the one of the tests. */
  Command with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Gives standard input as text, followed by end of file. Without it the input is empty. */
  Command input(String text) {
    Path file = Scratch.file("in");
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = ProcessBuilder.Redirect.from(file.toFile());
    return this;
  }

  /** Makes standard input a pipe, for {@link LiveProcess#type}. */
  Command pipedInput() {
    input = ProcessBuilder.Redirect.PIPE;
    return this;
  }

  /** Is ended after this time, which fails the test. */
  Command within(Duration newLimit) {
    limit = newLimit;
    return this;
  }

  /** Executes the command and waits for its end. */
  Outcome run() {
    try (LiveProcess process = start()) {
      return process.join();
    }
  }

  /** Executes the command without waiting. */
  LiveProcess start() {
    Path out = Scratch.file("out");
    Path err = Scratch.file("err");
    ProcessBuilder builder = builder().redirectOutput(out.toFile()).redirectError(err.toFile());
    return new LiveProcess(String.join(" ", words), startProcess(builder), out, err, limit);
  }

  /**
   * Executes the command with standard input and output as pipes for bulk data; standard error goes
   * to a file.
   */
  LiveProcess startStreaming() {
    Path err = Scratch.file("err");
    ProcessBuilder builder =
        builder()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .redirectError(err.toFile());
    return new LiveProcess(
        String.join(" ", words), startProcess(builder), Scratch.file("out"), err, limit);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(directory.toFile()).redirectInput(input);
    builder.environment().putAll(environment);
    return builder;
  }

  private static Process startProcess(ProcessBuilder builder) {
    Teardown.checkNotBegun();
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
