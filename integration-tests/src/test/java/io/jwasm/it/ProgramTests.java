package io.jwasm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the tests of real programs in docker have in common. */
abstract class ProgramTests {
  /** For programs that compute, on a machine that does other things too. */
  private static final Duration LIMIT = Duration.ofSeconds(150);

  private final DockerEngine docker;
  private final RealProgram program;

  ProgramTests(DockerEngine docker, RealProgram program) {
    this.docker = docker;
    this.program = program;
  }

  /** {@code docker run} of the program, with options and arguments; its scripts are in /app. */
  Command program(List<?> options, Object... arguments) {
    return docker
        .run("--rm", "-v", program.scripts() + ":/app:ro", options)
        .and(program.name(), List.of(arguments))
        .within(LIMIT);
  }

  /** {@code docker run} of the program without options. */
  Command program(Object... arguments) {
    return program(List.of(), arguments);
  }

  /** What it has to print. */
  String expected(String file) throws IOException {
    return Files.readString(program.scripts().resolve(file));
  }

  /** An empty directory of the host that the user may write. */
  static Path volume(int user) {
    Path directory = Scratch.newDirectory("work");
    Command.of("chown", user + ":" + user, directory).run().ok();
    return directory;
  }

  /** The option that has the program see it as {@code /work}. */
  static List<String> work(Path volume) {
    return List.of("-v", volume + ":/work");
  }

  static String owner(Path file) {
    return Command.of("stat", "-c", "%u:%g", file).run().ok().out().strip();
  }
}
