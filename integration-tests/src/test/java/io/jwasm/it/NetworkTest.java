package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles on a network: where they listen, and who says so. */
@NotOnReference("listening sockets are handed over by jwasm alone")
final class NetworkTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void aNamespaceByPathIsJoined() {
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      containers.ready(
          HttpServer.bundle(containers)
              .namespace(
                  "network", "{\"type\":\"network\",\"path\":\"%s\"}".formatted(namespace.path()))
              .env("JWASM_NET_LISTEN=tcp:0.0.0.0:8080"));

      assertThat(namespace.enter("curl", "-sS", "http://127.0.0.1:8080/hello").run().ok().out())
          .isEqualTo("hello world\n");
    }
  }

  @Test
  void aNewNamespaceHasLoopbackAndNothingElse() {
    assertThat(
            containers
                .run(containers.program("net/reach", "connect:127.0.0.1:1", "connect:192.0.2.1:1"))
                .ok()
                .out())
        .isEqualTo("connect:127.0.0.1:1 ECONNREFUSED\nconnect:192.0.2.1:1 ENETUNREACH\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flag", "annotation", "environment", "image"})
  void whereToListenIsSaid(String by) throws IOException {
    int port = HttpServer.freePort();
    Bundle bundle = HttpServer.bundle(containers);
    try (LiveProcess server = listening(bundle, by, "tcp:127.0.0.1:" + port).start()) {
      server.awaitOutput("ready\n");
      assertThat(HttpServer.get(port, "/hello")).isEqualTo("hello world\n");
      server.signal("TERM");
      server.join().exits(143);
    }
  }

  @Test
  void theFlagComesBeforeTheEnvironment() throws IOException {
    int port = HttpServer.freePort();
    Bundle bundle = HttpServer.bundle(containers).env("JWASM_NET_LISTEN=tcp:127.0.0.1:1");
    try (LiveProcess server = listening(bundle, "flag", "tcp:127.0.0.1:" + port).start()) {
      server.awaitOutput("ready\n");
      assertThat(HttpServer.get(port, "/hello")).isEqualTo("hello world\n");
      server.signal("TERM");
      server.join().exits(143);
    }
  }

  @Test
  void threeSocketsAreThreeDescriptorsBeforeTheDirectories() {
    int port = HttpServer.freePort();
    Bundle bundle =
        containers
            .bundle("env")
            .withoutNamespace("network")
            .env(
                "JWASM_NET_LISTEN=tcp:127.0.0.1:%d,udp:127.0.0.1:%d,unix:/x.sock"
                    .formatted(port, port));

    assertThat(containers.run(bundle).ok().out())
        .contains("LISTEN_FDS=3\n")
        .doesNotContain("JWASM_NET");
  }

  @Test
  void aSocketOfTheFileSystemServesWhoIsInTheContainer() {
    Bundle bundle = HttpServer.bundle(containers).env("JWASM_NET_LISTEN=unix:/x.sock");
    containers.ready(bundle);

    assertThat(
            Command.of("curl", "-sS", "--unix-socket", bundle.rootfs().resolve("x.sock"))
                .and("http://localhost/hello")
                .run()
                .ok()
                .out())
        .isEqualTo("hello world\n");
  }

  @Test
  void datagramsGoBothWays() throws IOException {
    int port = HttpServer.freePort();
    containers.ready(
        containers.program("net/udp", Integer.toString(port)).withoutNamespace("network"));

    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      socket.connect(InetAddress.getLoopbackAddress(), port);
      byte[] message = "to and fro".getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(message, message.length));
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);

      assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
          .isEqualTo("to and fro");
    }
  }

  @Test
  void aTaskTalksToItselfInsideTheSandbox() {
    Bundle bundle = containers.program("net/loop", "1000");

    assertThat(
            containers
                .verb("--network=sandbox", "run", "--bundle", bundle.directory(), Scratch.newId())
                .run()
                .ok()
                .out())
        .matches("p50 \\d+\np99 \\d+\n");
  }

  /** The command that runs the bundle and says in one of four ways where it listens. */
  private Command listening(Bundle bundle, String by, String where) {
    switch (by) {
      case "flag" -> {
        return containers
            .verb("--net-listen=" + where, "run", "--bundle", bundle.directory())
            .and(Scratch.newId());
      }
      case "annotation" ->
          bundle.set("annotations", "{\"io.jwasm.net.listen\":\"%s\"}".formatted(where));
      case "environment" -> bundle.env("JWASM_NET_LISTEN=" + where);
      default -> bundle.put("/etc/jwasm.json", "{\"net.listen\":\"%s\"}".formatted(where));
    }
    return containers.running(bundle, Scratch.newId());
  }
}
