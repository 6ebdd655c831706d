package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SQLite's shell, which was compiled for the older {@code wasi_unstable}. */
@NotOnReference("the program is WebAssembly")
final class SqliteTest extends ProgramTests {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  SqliteTest() {
    super(docker, RealProgram.SQLITE);
  }

  @BeforeAll
  @Timeout(RealProgram.COMPILE_SECONDS)
  static void compile() {
    RealProgram.SQLITE.importInto(docker, Scratch.newDirectory("root"));
    RealProgram.SQLITE.compile("-version").ok();
  }

  @Test
  void aDatabaseIsWrittenAndReadBack() {
    Path volume = volume(0);
    assertThat(
            program(
                    work(volume),
                    "/work/größe.db",
                    ".read /app/tables.sql",
                    "select sum(a), max(b) from t")
                .run()
                .ok()
                .out())
        .isEqualTo("3|ä\n");

    assertThat(volume.resolve("größe.db")).isNotEmptyFile();
    assertThat(program(work(volume), "/work/größe.db", "select count(*) from t").run().ok().out())
        .isEqualTo("2\n");
  }
}
