package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java runtime in the sandbox's root. */
@NotOnReference("runc has no JVM")
final class JavaImageTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  /** A missing one would be found out by the first guest that needs a class of it. */
  @Test
  void itHasEveryModuleThatTheSandboxUses() {
    Path image = containers.runtime().binary().resolveSibling("../image").normalize();
    String used =
        Command.of(Path.of(System.getProperty("java.home"), "bin/jdeps"), "--multi-release", "25")
            .and("--ignore-missing-deps", "--print-module-deps", image.resolve("sandbox.jar"))
            .run()
            .ok()
            .out()
            .strip();
    List<String> there =
        Command.of("chroot", image, "/jre/bin/java", "--list-modules")
            .run()
            .ok()
            .out()
            .lines()
            .map(line -> line.substring(0, line.indexOf('@')))
            .toList();

    assertThat(there).contains(used.split(","));
  }
}
