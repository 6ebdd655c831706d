package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultSpecTest {

  @Test
  void isValidAndGivesNoWarning() throws Exception {
    Spec rootful = SpecReader.read(DefaultSpec.rootful());
    Spec rootless = SpecReader.read(DefaultSpec.rootless(1000, 100));

    assertThat(SpecValidator.validate(rootful)).isEmpty();
    assertThat(SpecValidator.warnings(rootful)).isEmpty();
    assertThat(SpecValidator.validate(rootless)).isEmpty();
    assertThat(SpecValidator.warnings(rootless)).isEmpty();
  }

  @Test
  void runsAWebAssemblyProgramWithoutTerminalAndWithOneCapability() throws Exception {
    Spec spec = SpecReader.read(DefaultSpec.rootful());

    List<String> one = List.of("CAP_NET_BIND_SERVICE");
    assertThat(spec.process())
        .isEqualTo(
            new Process(
                false,
                null,
                User.ROOT,
                List.of("/hello.wasm"),
                List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                "/",
                new Capabilities(one, one, List.of(), one, List.of()),
                List.of(new Rlimit(RlimitType.NOFILE, 1024, 1024)),
                true,
                null,
                null,
                null,
                null,
                null,
                null));
    assertThat(spec.root()).isEqualTo(new Root("rootfs", true));
    assertThat(spec.hostname()).isEqualTo("jwasm");
  }

  @Test
  void isOtherwiseThatOfRuncWithoutItsCgroupMount() throws Exception {
    Spec runc = SpecReader.read(resource("runc.json"));
    Spec spec = SpecReader.read(DefaultSpec.rootful());

    assertThat(spec.linux()).isEqualTo(runc.linux());
    assertThat(spec.mounts()).isEqualTo(runc.mounts().subList(0, 6));
  }

  @Test
  void ofAUserWithoutPrivilegesIsThatOfRuncToo() throws Exception {
    Spec runc = SpecReader.read(resource("runc-rootless.json"));
    Spec spec = SpecReader.read(DefaultSpec.rootless(1000, 1000));

    assertThat(spec.linux()).isEqualTo(runc.linux());
    assertThat(spec.mounts()).isEqualTo(runc.mounts().subList(0, 6));
  }

  @Test
  void isIndentedForPeople() {
    assertThat(new String(DefaultSpec.rootful(), StandardCharsets.UTF_8))
        .startsWith(
            """
            {
              "ociVersion": "1.3.0",
              "process": {
                "terminal": false,
                "user": {
                  "uid": 0,
                  "gid": 0
                },
                "args": [
                  "/hello.wasm"
                ],
            """)
        .endsWith("  }\n}\n");
  }
}
