package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Yosys 0.55: 27 MB of code, which reads its library from {@code /share} and its input from
 * wherever it is told, and writes through {@code /tmp}.
 */
@NotOnReference("the program is WebAssembly")
final class YosysTest extends ProgramTests {
  private static final Path UNPACK = Path.of("src/test/node/share.mjs").toAbsolutePath();

  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  YosysTest() {
    super(docker, RealProgram.YOSYS);
  }

  @BeforeAll
  @Timeout(RealProgram.COMPILE_SECONDS)
  static void compile() {
    Path root = Scratch.newDirectory("root");
    Path resources = RealProgram.YOSYS.npm().directory().resolve("gen/resources-yosys.js");
    Command.of("node", "--no-warnings", UNPACK, resources, root).run().ok();
    Command.of("mkdir", root.resolve("tmp")).run().ok();
    RealProgram.YOSYS.importInto(docker, root);
    assertThat(RealProgram.YOSYS.compile("-V").ok().out()).startsWith("Yosys 0.55 ");
  }

  @Test
  void aScriptIsSynthesised() throws IOException {
    Path volume = volume(0);
    program(work(volume), "-q", "-s", "/app/zähler.ys").run().ok();
    JsonNode netlist = Json.parse(Files.readString(volume.resolve("zähler.json")));

    assertThat(netlist.at("/modules/counter/ports/value/bits")).hasSize(8);
    assertThat(netlist.at("/modules/counter/cells")).isNotEmpty();
    assertThat(volume.resolve("netlist.v")).content().contains("SB_DFFSR", "SB_LUT4");
    assertThat(volume.resolve("stat.txt")).content().contains("SB_CARRY");
  }

  @Test
  void anOrdinaryUserSynthesisesInAReadOnlyContainer() {
    Path volume = volume(1000);
    List<String> options = new ArrayList<>(work(volume));
    options.addAll(List.of("-u", "1000:1000", "--read-only", "--tmpfs", "/tmp"));
    program(options, "-q", "-s", "/app/zähler.ys").run().ok();

    assertThat(owner(volume.resolve("zähler.json"))).isEqualTo("1000:1000");
  }

  @Test
  void commandsAreReadFromStandardInput() {
    assertThat(
            program(List.of("-i"), "-Q", "-T", "-s", "-")
                .input("read_verilog /app/counter.v\nselect -list\n")
                .run()
                .ok()
                .out())
        .contains("\ncounter/value\n");
  }

  @Test
  void aFailureIsReportedWithItsPlace() {
    Outcome outcome = program("-q", "-p", "read_verilog /app/missing.v").run().exits(1);

    assertThat(outcome.err()).contains("File `/app/missing.v' not found");
  }
}
