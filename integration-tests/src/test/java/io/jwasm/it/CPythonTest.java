package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CPython 3.12; its module holds its library in a file system of its own (wasi-vfs). */
@NotOnReference("the program is WebAssembly")
final class CPythonTest extends ProgramTests {
  private static final String ERRNO =
      """
      import errno
      for name in ('/app/x', '/x'):
          try: open(name, 'w')
          except OSError as e: print(type(e).__name__, errno.errorcode[e.errno])
      """;

  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  CPythonTest() {
    super(docker, RealProgram.PYTHON);
  }

  @BeforeAll
  @Timeout(RealProgram.COMPILE_SECONDS)
  static void compile() {
    RealProgram.PYTHON.importInto(docker, Scratch.newDirectory("root"));
    assertThat(RealProgram.PYTHON.compile("--version").ok().out()).isEqualTo("Python 3.12.0\n");
  }

  @Test
  void itPrintsItsVersion() {
    assertThat(program("--version").run().ok().out()).isEqualTo("Python 3.12.0\n");
  }

  @Test
  void aScriptOfAVolumeImportsItsNeighbourAndEndsWithItsStatus() {
    assertThat(program("/app/main.py", "you", "ärger", 42).run().exits(42).out())
        .isEqualTo("hello you\n['ärger', '42']\n");
  }

  @Test
  void filesOfAllKindsAreWrittenAndReadBack() throws IOException {
    Path volume = volume(0);

    assertThat(program(work(volume), "/app/tour.py", "/work").run().ok().out())
        .isEqualTo(expected("tour.txt"));
    assertThat(volume.resolve("text.txt")).hasContent("first\ngrößer\n目录 😀\n\nlast\n");
    assertThat(volume.toFile().list()).hasSize(1);
  }

  @Test
  void filesOfAllKindsAreWrittenToATmpfs() throws IOException {
    assertThat(program(List.of("--tmpfs", "/work"), "/app/tour.py", "/work").run().ok().out())
        .isEqualTo(expected("tour.txt"));
  }

  @Test
  void anOrdinaryUserOwnsWhatHeWrites() throws IOException {
    Path volume = volume(1000);
    List<String> options = new ArrayList<>(work(volume));
    options.addAll(List.of("-u", "1000:1000", "--read-only"));

    assertThat(program(options, "/app/tour.py", "/work").run().ok().out())
        .isEqualTo(expected("tour.txt"));
    assertThat(owner(volume.resolve("text.txt"))).isEqualTo("1000:1000");
  }

  @Test
  void walkFindsEveryName() throws IOException {
    Path volume = volume(0);
    Files.createDirectories(volume.resolve("a/目录"));
    Files.createDirectories(volume.resolve("ünïcödé"));
    Files.writeString(volume.resolve("a/目录/😀"), "four");
    Files.writeString(volume.resolve("ünïcödé/e\u0301"), "");
    for (int i = 0; i < 300; i++) {
      Files.createFile(volume.resolve("a/file-%03d".formatted(i)));
    }
    List<String> said =
        program(work(volume), "/app/walk.py", "/work").run().ok().out().lines().toList();

    assertThat(said)
        .hasSize(306)
        .startsWith("/work/", "/work/a/", "/work/a/file-000 0")
        .endsWith("/work/a/目录/", "/work/a/目录/😀 4", "/work/ünïcödé/", "/work/ünïcödé/e\u0301 0");
  }

  @Test
  void standardInputIsReadToItsEnd() {
    assertThat(
            program(List.of("-i"), "-c", "import sys; print(sum(int(x) for x in sys.stdin))")
                .input("1\n20\n300\n")
                .run()
                .ok()
                .out())
        .isEqualTo("321\n");
  }

  @Test
  void aProgramIsReadFromStandardInput() {
    assertThat(program(List.of("-i"), "-").input("print('ä' * 3)\n").run().ok().out())
        .isEqualTo("äää\n");
  }

  @Test
  void aDialogueIsAnsweredLineByLine() {
    try (LiveProcess python =
        program(List.of("-i"), "-c", "while True: print(input('? ').upper(), flush=True)")
            .pipedInput()
            .start()) {
      python.type("one\n");
      python.awaitOutput("ONE\n");
      python.type("two\n");
      python.awaitOutput("TWO\n");
      python.endInput();

      assertThat(python.join().exits(1).err()).endsWith("EOFError: EOF when reading a line\n");
    }
  }

  @Test
  void anExceptionIsShownWithTheSourceOfItsCallers() {
    Outcome outcome = program("/app/fails.py").run().exits(1);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("  File \"/app/fails.py\", line 5, in inner\n    return 1 // value\n")
        .contains("ZeroDivisionError: integer division or modulo by zero\n")
        .endsWith("    raise RuntimeError(\"ärger\") from e\nRuntimeError: ärger\n");
  }

  @Test
  void whatTheMountsRefuseIsAnException() {
    assertThat(program(List.of("-u", "1000"), "-c", ERRNO).run().ok().out())
        .isEqualTo("OSError EROFS\nPermissionError EACCES\n");
  }

  @Test
  void aFullTmpfsIsAnException() {
    String script =
        "import errno\ntry: open('/t/x', 'wb').write(bytes(1 << 21))\n"
            + "except OSError as e: print(errno.errorcode[e.errno])";

    assertThat(program(List.of("--tmpfs", "/t:size=1m"), "-c", script).run().ok().out())
        .isEqualTo("ENOSPC\n");
  }

  @Test
  void deepRecursionIsAnExceptionAndNoTrap() {
    assertThat(
            program("-c", "def f(): f()\ntry: f()\nexcept RecursionError as e: print(e)")
                .run()
                .ok()
                .out())
        .isEqualTo("maximum recursion depth exceeded\n");
  }

  @Test
  void theEnvironmentAndTheClockAreThere() {
    assertThat(
            program(
                    List.of("-e", "NAME=größe"),
                    "-c",
                    "import os, time; a = time.monotonic(); time.sleep(0.01);"
                        + " print(os.environ['NAME'], time.monotonic() - a >= 0.01, time.time() > 1.7e9,"
                        + " len(os.urandom(16)))")
                .run()
                .ok()
                .out())
        .isEqualTo("größe True True 16\n");
  }
}
