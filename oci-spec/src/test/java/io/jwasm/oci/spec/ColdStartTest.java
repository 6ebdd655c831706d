package io.jwasm.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the first reading in a JVM makes the JVM do: it is on the way of every container's start.
 */
@Timeout(60)
class ColdStartTest {
  @TempDir private Path directory;

  /** Jackson is not on the class path here, so reading cannot need it either. */
  @Test
  void theFirstReadingInitializesNothingThatIsKnownToBeSlow() throws Exception {
    List<String> log = logOfFirstReading("full.json");

    // A class of the program and one of the platform, to hold the form of the log.
    assertThat(log).anyMatch(line -> line.contains("'io/jwasm/oci/spec/JsonToken'"));
    assertThat(log).anyMatch(line -> line.contains("'java/lang/String'"));
    assertThat(log)
        .noneMatch(line -> line.contains("'java/math/"))
        .noneMatch(line -> line.contains("'java/util/regex/"))
        .noneMatch(line -> line.contains("'java/util/stream/"))
        .noneMatch(line -> line.contains("'java/util/Formatter"))
        .noneMatch(line -> line.contains("'java/lang/invoke/StringConcatFactory"))
        .noneMatch(line -> line.contains("'java/lang/invoke/LambdaMetafactory"))
        .noneMatch(line -> line.contains("'java/lang/invoke/CallSite"))
        .noneMatch(line -> line.contains("'java/lang/runtime/"));
  }

  private List<String> logOfFirstReading(String document) throws Exception {
    Path log = directory.resolve("init.log");
    java.lang.Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+init=info:file=" + log,
                "-cp",
                place(SpecReader.class) + File.pathSeparator + place(ColdStart.class),
                ColdStart.class.getName(),
                place(ColdStart.class).resolve("io/jwasm/oci/spec/" + document).toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("valid");
    assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(log);
  }

  private static Path place(Class<?> of) throws Exception {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
