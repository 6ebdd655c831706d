package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents in the manner of the programs that call a runtime. */
class CallerSpecTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"runc.json", "runc-rootless.json", "docker.json", "podman.json", "full.json"})
  void isValidAndGivesNoWarning(String name) throws Exception {
    Spec spec = SpecReader.read(resource(name));

    assertThat(SpecValidator.validate(spec)).isEmpty();
    assertThat(SpecValidator.warnings(spec)).isEmpty();
  }

  @Test
  void dockerSetsUpItsNetworkInAPrestartHook() throws Exception {
    Spec spec = SpecReader.read(resource("docker.json"));

    assertThat(spec.hooks().prestart().getFirst().path()).isEqualTo("/proc/1423/exe");
    assertThat(spec.hooks().prestart().getFirst().args().getFirst()).isEqualTo("libnetwork-setkey");
    assertThat(spec.process().args()).containsExactly("/hello.wasm", "--name", "w\u00f6rld", "");
    assertThat(spec.linux().devices().getFirst().fileMode()).isEqualTo(8630);
    assertThat(spec.linux().rootfsPropagation()).isEqualTo(Propagation.RECURSIVE_SLAVE);
    assertThat(spec.linux().resources().memory().limit()).isEqualTo(67_108_864);
    assertThat(spec.linux().resources().pids().limit()).isEqualTo(100);
  }

  @Test
  void podmanJoinsANetworkNamespaceAndSetsAMask() throws Exception {
    Spec spec = SpecReader.read(resource("podman.json"));

    assertThat(spec.process().user()).isEqualTo(new User(1000, 1000, 18, List.of(1000L), null));
    assertThat(spec.linux().namespace(NamespaceType.NETWORK).path())
        .isEqualTo("/run/netns/netns-1b2c3d4e");
    assertThat(spec.annotations()).containsEntry("run.oci.handler", "wasm");
    assertThat(spec.process().rlimits().get(1)).isEqualTo(new Rlimit(RlimitType.NPROC, -1, -1));
    assertThat(spec.linux().resources().unified()).containsEntry("memory.high", "1073741824");
  }
}
