package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code args[0]} may name, and what is said about everything else. */
@NotOnReference("the guest is WebAssembly")
final class EntrypointTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void aFileIsRecognisedByItsContentNotByItsName() {
    Bundle bundle = containers.bundle("hello").args("/usr/bin/hello");
    bundle.put("/usr/bin/hello", Guests.wasm("hello"));

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void aModuleNeedsNoExecutePermission() {
    Bundle bundle = containers.bundle("hello");
    assertThat(bundle.rootfs().resolve("hello.wasm").toFile().setExecutable(false, false)).isTrue();

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void aBareNameIsLookedUpInThePathOfTheProcess() {
    Bundle bundle =
        containers
            .bundle("hello")
            .args("app.wasm")
            .setProcess("env", "[\"PATH=/opt/none:/opt/app\"]");
    bundle.put("/opt/app/app.wasm", Guests.wasm("hello"));

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void aBareNameThatIsNowhereIsRefused() {
    containers.run(containers.bundle("hello").args("nowhere")).refused("nowhere", "PATH");
  }

  @Test
  void aMissingFileIsRefused() {
    containers
        .run(containers.bundle("hello").args("/no/such.wasm"))
        .refused("/no/such.wasm", "no such file");
  }

  @Test
  void anotherExportIsNamedAfterAHash() {
    assertThat(
            containers
                .run(containers.bundle("named-export").args("/named-export.wasm#other"))
                .ok()
                .out())
        .isEqualTo("other\n");
    assertThat(containers.run(containers.bundle("named-export")).ok().out()).isEqualTo("start\n");
  }

  @Test
  void anExportThatIsNotThereIsRefused() {
    containers
        .run(containers.bundle("hello").args("/hello.wasm#teardown"))
        .refused("/hello.wasm", "teardown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"module.wasm.image/variant\":\"compat\"}",
        "{\"module.wasm.image/variant\":\"compat-smart\"}",
        "{\"run.oci.handler\":\"wasm\"}"
      })
  void theAnnotationsOfOtherRuntimesAreAccepted(String annotations) {
    Bundle bundle = containers.bundle("hello").set("annotations", annotations);

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void anExecutableForAnotherMachineIsNamed() {
    Bundle bundle =
        containers.bundle("hello").args("/bin/sh").put("/bin/sh", Guests.executable("hello"));

    containers
        .run(bundle)
        .refused(
            "exec format error: /bin/sh is an ELF x86-64 program; jwasm runs WebAssembly modules");
  }

  @Test
  void aScriptIsNamed() {
    Bundle bundle =
        containers.bundle("hello").args("/run.sh").put("/run.sh", text("#!/bin/sh\necho hello\n"));

    containers
        .run(bundle)
        .refused("exec format error: /run.sh is a script", "jwasm runs WebAssembly modules");
  }

  @Test
  void aComponentIsNamed() {
    Bundle bundle = containers.bundle("hello").args("/c.wasm");
    bundle.put("/c.wasm", HexFormat.of().parseHex("0061736d0d000100"));

    containers.run(bundle).refused("exec format error: /c.wasm is a", "component");
  }

  @Test
  void aTruncatedModuleIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Guests.wasm("hello"));
    Bundle bundle =
        containers.bundle("hello").put("/hello.wasm", Arrays.copyOf(whole, whole.length / 2));

    containers.run(bundle).refused("/hello.wasm");
    containers.assertNothingLeft();
  }

  @Test
  void anEmptyFileIsRefused() {
    containers
        .run(containers.bundle("hello").put("/hello.wasm", new byte[0]))
        .refused("exec format error: /hello.wasm");
  }

  @Test
  void tenMegabytesOfNoiseAreRefused() {
    containers
        .run(containers.bundle("hello").put("/hello.wasm", noise()))
        .refused("exec format error: /hello.wasm");
    containers.assertNothingLeft();
  }

  @Test
  void tenMegabytesOfNoiseBehindTheMagicAreRefused() {
    byte[] noise = noise();
    System.arraycopy(HexFormat.of().parseHex("0061736d01000000"), 0, noise, 0, 8);

    containers.run(containers.bundle("hello").put("/hello.wasm", noise)).refused("/hello.wasm");
    containers.assertNothingLeft();
  }

  @Test
  void aModuleWithoutStartFunctionIsRefused() {
    containers.run(containers.bundle("nostart")).refused("/nostart.wasm", "_start");
  }

  @Test
  void anUnknownImportIsRefusedByName() {
    containers
        .run(containers.bundle("unknown-import"))
        .refused("/unknown-import.wasm", "env", "teleport");
  }

  @Test
  void aBadModuleFailsCreateAndNotStart() {
    String id = Scratch.newId();

    containers.create(containers.bundle("nostart"), id).refused("_start");
    assertThat(containers.stateDirectories()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "interpreter"})
  void everyPlatformRunsTheGuest(String platform) {
    Outcome outcome =
        containers
            .verb(
                "--platform=" + platform,
                "run",
                "--bundle",
                containers.bundle("hello").directory(),
                Scratch.newId())
            .run()
            .ok();

    assertThat(outcome.out()).isEqualTo("hello world\n");
  }

  @Test
  void anUnknownPlatformIsRefused() {
    containers
        .verb(
            "--platform=abacus",
            "run",
            "--bundle",
            containers.bundle("hello").directory(),
            Scratch.newId())
        .run()
        .refused("abacus", "wasm", "interpreter");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise() {
    byte[] noise = new byte[10_000_000];
    new SplittableRandom(5811).nextBytes(noise);
    return noise;
  }
}
