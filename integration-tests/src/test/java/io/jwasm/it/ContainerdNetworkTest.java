package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers of containerd in a network namespace that is there already, as CNI makes it. */
final class ContainerdNetworkTest {
  private static final EngineHost HOST = EngineHost.connected();

  @RegisterExtension
  static final ContainerdEngine containerd =
      new ContainerdEngine(ContainerRuntime.underTest(), HOST);

  @Test
  void aNamespaceByPathIsWhereAServerListens() {
    server(inNamespace());

    assertThat(
            HOST.enter("curl", "--silent", "--show-error", "http://127.0.0.1:8080/hello")
                .run()
                .ok()
                .out())
        .isEqualTo("hello world\n");
  }

  @Test
  void containersOfANamespaceReachEachOther() {
    server(inNamespace());

    assertThat(
            containerd
                .run(inNamespace("--rm"), Scratch.newId(), "/client.wasm")
                .and("127.0.0.1", "8080", "/file/small")
                .run()
                .ok()
                .out())
        .endsWith("\r\n\r\nof the image\n");
  }

  @Test
  void aNamespaceOfItsOwnHasNobodyInIt() {
    server(inNamespace());

    assertThat(
            containerd
                .run(List.of("--rm"), Scratch.newId(), "/reach.wasm", "connect:192.0.2.1:80")
                .run()
                .ok()
                .out())
        .isEqualTo("connect:192.0.2.1:80 ENETUNREACH\n");
  }

  private static List<String> inNamespace(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--with-ns", "network:" + HOST.namespace().path()));
    return options;
  }

  private static void server(List<String> options) {
    Path log = Scratch.file("log");
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--detach", "--log-uri", "file://" + log));
    all.addAll(List.of("--env", "JWASM_NET_LISTEN=tcp:0.0.0.0:8080"));
    containerd.run(all, Scratch.newId(), "/httpd.wasm", "/srv").run().ok();
    Eventually.until("ready in the log", () -> isReady(log));
  }

  private static boolean isReady(Path log) {
    try {
      return Files.exists(log) && Files.readString(log).equals("ready\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
