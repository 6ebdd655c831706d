package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container must not do between create and its end, because it costs milliseconds. */
@NotOnReference("runc has no JVM")
final class StartPathTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  /**
   * A class that is made or parsed at run time is a lambda, a pattern switch, or something that the
   * training (train.wat) does not do.
   */
  @ParameterizedTest
  @ValueSource(strings = {"hello", "args", "env", "exit", "fs/file"})
  void everyClassButTheProgramsOwnComesFromTheArchive(String guest) throws IOException {
    assertLoadsFromTheArchive(containers.bundle("hello", "7"), guest);
  }

  @Test
  void theClassesOfAListeningSocketDoToo() throws IOException {
    Bundle listening = containers.bundle("hello").env("JWASM_NET_LISTEN=tcp:127.0.0.1:7777");
    assertLoadsFromTheArchive(listening, "hello");
  }

  private void assertLoadsFromTheArchive(Bundle bundle, String guest) throws IOException {
    bundle.put("/hello.wasm", Guests.wasi(guest));
    containers.run(bundle); // compiled from now on
    Path log = Scratch.file("log");
    containers
        .verb("--sandbox-option=-Xlog:class+load:stderr", "--debug-log=" + log)
        .and("--page-allocator=memfd", "run") // the one that it was trained with
        .and("--bundle", bundle.directory(), Scratch.newId())
        .run();

    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains(" source: ") && !line.contains("chicory.$gen."))
        .hasSizeGreaterThan(100)
        .filteredOn(line -> !line.contains("source: shared objects file"))
        .isEmpty();
  }
}
