package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever sets the environment or the directory in which jwasm is called gains nothing by it, and
 * in the container the same variables are only text.
 */
@Tag("security")
final class HostileEnvironmentTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  private final Path directory = Scratch.newDirectory("hostile");

  /** Made by whatever obeys one of the variables. */
  private final Path canary = directory.resolve("canary");

  @Test
  void theVariablesDoActOnAPlainJava() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      Command.of(java, "-version").with(name, hostile().get(name)).run();
      assertThat(canary).as(name).exists();
      Files.delete(canary);
    }
    Command.of("/bin/true").with("LD_PRELOAD", hostile().get("LD_PRELOAD")).run().ok();
    assertThat(canary).as("LD_PRELOAD").exists();
    Files.delete(canary);
    Command.of("/bin/true").with("LD_AUDIT", hostile().get("LD_AUDIT")).run();
    assertThat(canary).as("LD_AUDIT").exists();
    Files.delete(canary);
    Command.of("sh", "-c", "java -version").with("PATH", hostile().get("PATH")).run();
    assertThat(canary).as("PATH").exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "list --format json",
        "spec --bundle NEW",
        "features",
        "ps ID",
        "--help",
        "state ID",
        "run --bundle HELLO NEWID",
        "create --bundle HELLO NEWID",
        "run --bundle BROKEN NEWID",
        "exec ID /x"
      })
  void noVerbObeysTheEnvironmentOfItsCaller(String line) throws IOException {
    String id = containers.ready(containers.bundle("sleep"));
    Bundle broken = containers.bundle("hello").set("process", "{\"user\":5}");
    hotspotFiles(directory);
    String words =
        line.replace("BROKEN", broken.directory().toString())
            .replace("HELLO", containers.bundle("hello").directory().toString())
            .replace("NEWID", Scratch.newId())
            .replace("NEW", Scratch.newDirectory("new").toString())
            .replace("ID", id);
    List<String> split = List.of(words.split(" ", -1));
    // Neither twice: a second `run` with the same words would not find things as the first did.
    Outcome outcome = withAll(containers.verb(split)).in(directory).run();

    assertThat(canary).as("%s", outcome).doesNotExist();
    assertThat(outcome.out() + outcome.err())
        .doesNotContain("Picked up", "warning", "hotspot", "Exception");
    assertThat(outcome.exit()).isEqualTo(line.contains("BROKEN") || line.contains("exec") ? 1 : 0);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .containsExactlyInAnyOrder(
              "hostile.so", "java", ".hotspotrc", ".hotspot_compiler", "JDK_JAVA_OPTIONS", "args");
    }
  }

  @Test
  void inTheContainerTheyAreOnlyText() throws IOException {
    Bundle bundle = containers.bundle("env");
    hostile().forEach((name, value) -> bundle.env(name + "=" + value));
    hotspotFiles(bundle.rootfs());

    Outcome outcome = containers.run(bundle).ok();

    hostile()
        .forEach((name, value) -> assertThat(outcome.out()).contains(name + "=" + value + "\n"));
    assertThat(canary).doesNotExist();
  }

  @Test
  void anArgumentThatLooksLikeAnOptionOfJavaIsOnlyAnArgument() {
    Bundle bundle = containers.bundle("args", "@/args", "-version", "-XX:+ShowMessageBoxOnError");

    assertThat(containers.run(bundle).ok().out())
        .isEqualTo("/args.wasm\n@/args\n-version\n-XX:+ShowMessageBoxOnError\n");
  }

  private Command withAll(Command command) {
    hostile().forEach(command::with);
    return command;
  }

  /** What a JVM looks for in its working directory. */
  private static void hotspotFiles(Path place) throws IOException {
    Files.writeString(place.resolve(".hotspotrc"), "+PrintFlagsFinal\n");
    Files.writeString(place.resolve(".hotspot_compiler"), "print *.*\n");
    Files.writeString(place.resolve("JDK_JAVA_OPTIONS"), "-version\n");
    Files.writeString(place.resolve("args"), "-version\n");
  }

  private Map<String, String> hostile() {
    Path library = directory.resolve("hostile.so");
    if (!Files.exists(library)) {
      library(library);
      java();
    }
    String option = "-Xlog:all=error:file=" + canary;
    Map<String, String> all = new LinkedHashMap<>();
    all.put("JAVA_TOOL_OPTIONS", option);
    all.put("JDK_JAVA_OPTIONS", option);
    all.put("_JAVA_OPTIONS", option);
    all.put("CLASSPATH", directory.toString());
    all.put("JAVA_HOME", directory.toString());
    all.put("LD_PRELOAD", library.toString());
    all.put("LD_AUDIT", library.toString());
    all.put("LD_LIBRARY_PATH", directory.toString());
    all.put("MALLOC_PERTURB_", "7");
    all.put("MALLOC_ARENA_MAX", "1");
    all.put("GLIBC_TUNABLES", "glibc.malloc.check=3");
    all.put("GCONV_PATH", directory.toString());
    all.put("NLSPATH", directory + "/%N");
    all.put("LOCPATH", directory.toString());
    all.put("TZ", ":" + directory.resolve("args"));
    all.put("TMPDIR", directory.toString());
    all.put("HOME", directory.toString());
    all.put("XDG_CONFIG_HOME", directory.toString());
    all.put("XDG_CACHE_HOME", directory.toString());
    all.put("XDG_RUNTIME_DIR", directory.toString());
    all.put("XDG_STATE_HOME", directory.toString());
    all.put("IFS", "j");
    all.put("ENV", directory.resolve("java").toString());
    all.put("BASH_ENV", directory.resolve("java").toString());
    all.put("PATH", directory + ":" + System.getenv("PATH"));
    return all;
  }

  /** A library that makes the canary when it is loaded, also as an auditor. */
  private void library(Path library) {
    Path source = Scratch.file("hostile.c");
    try {
      Files.writeString(
          source,
          """
          #include <fcntl.h>
          __attribute__((constructor)) static void act(void) { (void)open("%1$s", O_CREAT | O_WRONLY, 0600); }
          unsigned int la_version(unsigned int version) { (void)open("%1$s", O_CREAT | O_WRONLY, 0600); return version; }
          """
              .formatted(canary));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.of("cc", "-shared", "-fPIC", "-x", "c", source, "-o", library).run().ok();
  }

  private void java() {
    Path java = directory.resolve("java");
    try {
      Files.writeString(java, "#!/bin/sh\n: >" + canary + "\n");
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
