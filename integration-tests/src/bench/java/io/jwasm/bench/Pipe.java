package io.jwasm.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard input that stays open and a file for standard output, for a program that copies the one
 * to the other.
 */
final class Pipe implements AutoCloseable {
  private static final String LINE = "are you there\n";

  private final Path input;
  private final Path output;
  private final RandomAccessFile keyboard;

  private Pipe(Path input, Path output, RandomAccessFile keyboard) {
    this.input = input;
    this.output = output;
    this.keyboard = keyboard;
  }

  static Pipe open(Workshop workshop) throws BenchException {
    Path fifo = workshop.newPath("fifo");
    workshop.make("mkfifo", fifo);
    try {
      // Open for both, it waits for no reader and the reader never meets the end.
      return new Pipe(fifo, workshop.newPath("out"), new RandomAccessFile(fifo.toFile(), "rw"));
    } catch (IOException e) {
      throw new BenchException("cannot open " + fifo + ": " + e.getMessage(), e);
    }
  }

  Path input() {
    return input;
  }

  Path output() {
    return output;
  }

  /** Returns when the program has copied a line; it has nothing to do but to read then. */
  void awaitEcho() throws BenchException {
    try {
      keyboard.write(LINE.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BenchException("cannot write into a pipe: " + e.getMessage(), e);
    }
    Eventually.until("echo of the guest", () -> echoed().equals(LINE));
  }

  private String echoed() throws BenchException {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new BenchException("cannot read " + output + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      keyboard.close();
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
    }
  }
}
