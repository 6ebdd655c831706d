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

/** Ruby 3.2; its module holds its library in a file system of its own (wasi-vfs). */
@NotOnReference("the program is WebAssembly")
final class RubyTest extends ProgramTests {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  RubyTest() {
    super(docker, RealProgram.RUBY);
  }

  @BeforeAll
  @Timeout(RealProgram.COMPILE_SECONDS)
  static void compile() {
    RealProgram.RUBY.importInto(docker, Scratch.newDirectory("root"));
    assertThat(RealProgram.RUBY.compile("--version").ok().out()).startsWith("ruby 3.2.0 ");
  }

  @Test
  void itPrintsItsVersion() {
    assertThat(program("--version").run().ok().out())
        .isEqualTo("ruby 3.2.0 (2022-12-25 revision a528908271) [wasm32-wasi]\n");
  }

  @Test
  void aScriptOfAVolumeRequiresItsNeighbourAndEndsWithItsStatus() {
    assertThat(program("/app/main.rb", "you", "x", 42).run().exits(42).out())
        .isEqualTo("hello you\n[\"x\", \"42\"]\n");
  }

  @Test
  void filesOfAllKindsAreWrittenAndReadBack() throws IOException {
    Path volume = volume(0);

    assertThat(program(work(volume), "/app/tour.rb", "/work").run().ok().out())
        .isEqualTo(expected("tour.txt"));
    assertThat(volume.resolve("text.txt")).hasContent("first\ngrößer\n目录 😀\nlast\n");
    assertThat(volume.toFile().list()).hasSize(1);
  }

  @Test
  void anOrdinaryUserOwnsWhatHeWrites() throws IOException {
    Path volume = volume(1000);
    List<String> options = new ArrayList<>(work(volume));
    options.addAll(List.of("-u", "1000:1000", "--read-only"));

    assertThat(program(options, "/app/tour.rb", "/work").run().ok().out())
        .isEqualTo(expected("tour.txt"));
    assertThat(owner(volume.resolve("text.txt"))).isEqualTo("1000:1000");
  }

  @Test
  void filesOfAllKindsAreWrittenToATmpfs() throws IOException {
    assertThat(program(List.of("--tmpfs", "/work"), "/app/tour.rb", "/work").run().ok().out())
        .isEqualTo(expected("tour.txt"));
  }

  @Test
  void findFindsEveryName() throws IOException {
    Path volume = volume(0);
    Files.createDirectories(volume.resolve("a/目录"));
    Files.writeString(volume.resolve("a/目录/😀"), "four");
    for (int i = 0; i < 300; i++) {
      Files.createFile(volume.resolve("a/file-%03d".formatted(i)));
    }

    assertThat(program(work(volume), "/app/walk.rb", "/work").run().ok().out().lines())
        .hasSize(304)
        .startsWith("/work/", "/work/a/", "/work/a/file-000 0")
        .endsWith("/work/a/目录/", "/work/a/目录/😀 4");
  }

  @Test
  void standardInputIsReadToItsEnd() {
    assertThat(
            program(List.of("-i"), "-e", "puts STDIN.each_line.sum(&:to_i)")
                .input("1\n20\n300\n")
                .run()
                .ok()
                .out())
        .isEqualTo("321\n");
  }

  @Test
  void aProgramIsReadFromStandardInput() {
    assertThat(program(List.of("-i"), "-").input("puts 'a' * 3\n").run().ok().out())
        .isEqualTo("aaa\n");
  }

  @Test
  void anExceptionIsShownWithItsCallers() {
    Outcome outcome = program("/app/fails.rb").run().exits(1);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("/app/fails.rb:7:in `rescue in outer': ärger (RuntimeError)\n")
        .contains("/app/fails.rb:2:in `/': divided by 0 (ZeroDivisionError)\n")
        .endsWith("\tfrom /app/fails.rb:10:in `<main>'\n");
  }

  @Test
  void whatTheMountsRefuseIsAnException() {
    String script = "%w[/app/x /x].each { |name| File.write(name, '') rescue p $!.class }";

    assertThat(program(List.of("-u", "1000"), "-e", script).run().ok().out())
        .isEqualTo("Errno::EROFS\nErrno::EACCES\n");
  }
}
