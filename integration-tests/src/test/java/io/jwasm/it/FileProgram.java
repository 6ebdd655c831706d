package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A C program below {@code c/guests/fs} that prints what becomes of operations on files, as it runs
 * outside of containers.
 */
record FileProgram(String name) {
  /** One per topic. */
  static final List<String> TOPICS =
      List.of(
          "open",
          "append",
          "offsets",
          "truncate",
          "sparse",
          "rename",
          "link",
          "symlink",
          "unlink",
          "readdir",
          "tree",
          "stat",
          "times",
          "paths",
          "cwd");

  private static final Path NODE_SCRIPT = Path.of("src/test/node/run.mjs").toAbsolutePath();
  private static final Map<String, List<String>> ON_LINUX = new ConcurrentHashMap<>();

  /** The guest's name, as {@link Guests} knows it. */
  String guest() {
    return "fs/" + name;
  }

  /** Whether it works in the current directory; the others get theirs as an argument. */
  boolean isRelative() {
    return name.equals("cwd");
  }

  /** What its native executable prints here, in an empty directory of the host. */
  List<String> onLinux() {
    return ON_LINUX.computeIfAbsent(name, _ -> runOnLinux());
  }

  /** What the module prints in node, in an empty directory of the host. */
  List<String> onNode() {
    Path directory = Scratch.newDirectory("node");
    Command node =
        Command.of("node", "--no-warnings", "--experimental-wasi-unstable-preview1", NODE_SCRIPT)
            .and(Guests.wasi(guest()), directory);
    return lines((isRelative() ? node : node.and("/work")).run().ok());
  }

  private List<String> runOnLinux() {
    Path directory = Scratch.newDirectory("linux");
    Command program = Command.of(Guests.executable(guest())).in(directory);
    return lines((isRelative() ? program : program.and(directory)).run().ok());
  }

  /** Lines that a program has printed on standard output. */
  static List<String> lines(Outcome outcome) {
    try {
      return Files.readAllLines(outcome.outFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
