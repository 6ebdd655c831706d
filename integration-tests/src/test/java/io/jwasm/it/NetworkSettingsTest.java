package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code --network}, {@code --net-listen} and {@code --net-allow}, and what an annotation, the
 * environment and {@code /etc/jwasm.json} say instead.
 */
@NotOnReference("the settings are jwasm's")
final class NetworkSettingsTest {
  private static final String IMAGE_FILE = "/etc/jwasm.json";

  @RegisterExtension final Containers containers = Containers.underTest();

  private final int port = freePort();

  @ParameterizedTest
  @ValueSource(strings = {"flag", "annotation", "environment", "image"})
  void aProgramAcceptsOnASocketThatWasHandedOver(String origin) throws IOException {
    Bundle bundle = containers.bundle("accept").withoutNamespace("network");
    String id = create(bundle, origin, "tcp:127.0.0.1:" + port);
    // Bound already: whoever connects now waits for the program.
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      containers.start(id).ok();
      byte[] read = socket.getInputStream().readAllBytes();
      assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("hello world\n");
    }
    containers.awaitStatus(id, "stopped");
  }

  @Test
  void theEnvironmentTellsHowManySocketsThereAreAndNothingElse() {
    Bundle bundle =
        containers
            .bundle("env")
            .env("JWASM_NET_LISTEN=tcp:127.0.0.1:7001,udp:*:7002")
            .env("JWASM_NETWORK=host")
            .env("JWASM_NET_ALLOW=*")
            .env("JWASM_MEMORY_LIMIT=16m")
            .env("LISTEN_PID=1")
            .env("LISTEN_FDS=9")
            .env("A=1");
    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly("PATH=/usr/bin:/bin", "A=1", "LISTEN_FDS=2");
  }

  @Test
  void aCLibraryFindsTheDirectoriesBehindTheSockets() {
    Bundle bundle =
        containers
            .program("fs/file", "read", "/etc/file")
            .put("/etc/file", "content")
            .env("JWASM_NET_LISTEN=tcp:*:7001,unix:/x.sock");
    assertThat(containers.run(bundle).ok().out()).contains("content");
    assertThat(bundle.rootfs().resolve("x.sock")).exists();
  }

  /** In a namespace that never had an address, Linux lets IPv4 be bound to any: this one has. */
  @Test
  void anAddressMayComeWithTheRuntimesHooks() {
    String name = Scratch.newId();
    Command.of("ip", "netns", "add", name).run().ok();
    try {
      Command.of("ip", "-n", name, "link", "set", "lo", "up").run().ok();
      String network = "{\"type\":\"network\",\"path\":\"/run/netns/%s\"}".formatted(name);
      Bundle bundle =
          containers
              .bundle("env")
              .namespace("network", network)
              .env("JWASM_NET_LISTEN=tcp:10.77.77.1:8080");
      containers
          .run(bundle)
          .refused("cannot listen on tcp:10.77.77.1:8080", "it is no address of the container");

      String add = "ip -n %s addr add 10.77.77.1/32 dev lo".formatted(name);
      bundle.set(
          "hooks",
          """
          {"createRuntime": [{"path": "/bin/sh", "args": ["sh", "-c", "%s"],
            "env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]}]}
          """
              .formatted(add));
      assertThat(containers.run(bundle).ok().out()).contains("LISTEN_FDS=1\n");
    } finally {
      Command.of("ip", "netns", "delete", name).run().ok();
    }
  }

  @Test
  void aLowPortNeedsItsCapability() {
    Bundle bundle =
        containers
            .bundle("env")
            .env("JWASM_NET_LISTEN=tcp:0.0.0.0:80")
            .setProcess(
                "capabilities",
                """
                {"bounding": ["CAP_NET_BIND_SERVICE"], "permitted": ["CAP_NET_BIND_SERVICE"],
                 "effective": ["CAP_NET_BIND_SERVICE"]}
                """);
    assertThat(containers.run(bundle).ok().out()).contains("LISTEN_FDS=1\n");
  }

  @Test
  void anAddressThatIsTakenIsASentence() throws IOException {
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
      Bundle bundle = containers.bundle("hello").withoutNamespace("network");
      refused(
          bundle.env("JWASM_NET_LISTEN=tcp:127.0.0.1:" + port),
          "cannot listen on tcp:127.0.0.1:"
              + port
              + " (environment variable JWASM_NET_LISTEN): address already in use");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp:0.0.0.0:80 | permission denied: ports below 1024 need CAP_NET_BIND_SERVICE",
        "unix:/no/x.sock | no such file or directory",
        "unix:/proc/x.sock | "
      })
  void whatCannotBeListenedOnIsASentence(String address, String reason) {
    Bundle bundle = containers.bundle("hello").env("JWASM_NET_LISTEN=" + address);
    refused(
        bundle,
        "cannot listen on " + address + " (environment variable JWASM_NET_LISTEN): ",
        reason == null ? "" : reason);
  }

  @Test
  void whatTheOperatorDoesNotAllowIsNotListenedOn() {
    Bundle bundle = containers.bundle("hello").env("JWASM_NET_LISTEN=tcp:*:8080");
    String id = Scratch.newId();
    containers
        .verb("--net-allow=in:*:8081", "run", "--bundle", bundle.directory(), id)
        .run()
        .refused("cannot listen on tcp:0.0.0.0:8080", "io.jwasm.net.allow does not let");
    containers
        .verb("--network=none", "run", "--bundle", bundle.directory(), id)
        .run()
        .refused("cannot listen on tcp:0.0.0.0:8080", "the network is none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JWASM_NETWORK=bridge | environment variable JWASM_NETWORK: found \"bridge\"; write host,"
            + " sandbox or none",
        "JWASM_NET_LISTEN=80 | environment variable JWASM_NET_LISTEN: found \"80\"; write tcp:PORT",
        "JWASM_NET_ALLOW=10.0.0.0/40 | environment variable JWASM_NET_ALLOW: found \"10.0.0.0/40\"",
        "JWASM_NET_LISTN=80 | environment variable \"JWASM_NET_LISTN\" is no setting",
        "JWASM_MEMORY_LIMIT=much | environment variable JWASM_MEMORY_LIMIT: found \"much\""
      })
  void aBadVariableIsASentence(String variable, String sentence) {
    refused(containers.bundle("hello").env(variable), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"network\": \"bridge\"} | network: found \"bridge\"; write host, sandbox or none",
        "{\"listen\": \"tcp:80\"} | \"listen\" is no setting; there are network, net.allow",
        "{\"network\": 1} | network: found 1; write a string",
        "network: none | not valid JSON"
      })
  void aBadFileIsASentence(String file, String sentence) {
    refused(
        containers.bundle("hello").put(IMAGE_FILE, file),
        "/etc/jwasm.json in the image: ",
        sentence);
  }

  @Test
  void aFileOfTheHostIsNotRead() throws IOException {
    Path outside = Scratch.file("settings");
    Files.writeString(outside, "{\"network\": \"bridge\"}");
    Bundle bundle = containers.bundle("hello").put("/etc/other", "");
    Files.createSymbolicLink(bundle.rootfs().resolve("etc/jwasm.json"), outside);
    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");

    refused(
        containers.bundle("hello").put(IMAGE_FILE, new byte[65_537]),
        "/etc/jwasm.json in the container has more than 65536 bytes");
    Bundle fifo = containers.bundle("hello").put("/etc/other", "");
    Command.of("mkfifo", fifo.rootfs().resolve("etc/jwasm.json")).run().ok();
    refused(fifo, "/etc/jwasm.json in the container is not a regular file");
  }

  @Test
  void anEnvironmentCanOnlyNarrowWhatTheOperatorSays() {
    Bundle bundle = containers.bundle("hello").env("JWASM_NETWORK=host");
    String id = Scratch.newId();
    containers
        .verb("--network=sandbox", "run", "--bundle", bundle.directory(), id)
        .run()
        .refused(
            "environment variable JWASM_NETWORK: asks for host, and the operator allows no more"
                + " than sandbox; remove it");
    bundle.set("annotations", "{\"io.jwasm.network\": \"none\"}");
    refused(bundle, "asks for host, and the operator allows no more than none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "sandbox", "none"})
  void helloRunsInEachNetwork(String network) {
    Bundle bundle = containers.bundle("hello");
    containers
        .verb("--network=" + network, "run", "--bundle", bundle.directory(), Scratch.newId())
        .run()
        .ok();
    assertThat(containers.run(bundle.env("JWASM_NETWORK=" + network)).ok().out())
        .isEqualTo("hello world\n");
  }

  @Test
  @NotOnJavaHeap("its limit is another")
  void anEnvironmentLowersTheMemoryLimit() {
    Bundle bundle =
        containers
            .bundle("sleep")
            .env("JWASM_MEMORY_LIMIT=32m")
            .put(IMAGE_FILE, "{\"memory.limit\": \"16m\"}");
    assertThat(limit(bundle)).isEqualTo(16 << 20);
    bundle.set("annotations", "{\"io.jwasm.memory.limit\": \"8m\"}");
    assertThat(limit(bundle)).isEqualTo(8 << 20);
  }

  private long limit(Bundle bundle) {
    String id = containers.created(bundle);
    containers.start(id).ok();
    long limit =
        containers.verb("usage", "--format", "json", id).run().ok().json().path("limit").asLong();
    containers.kill(id, "KILL").ok();
    return limit;
  }

  private void refused(Bundle bundle, String... pieces) {
    containers.run(bundle).refused(pieces);
    containers.assertNothingLeft();
  }

  /** Says in one of four places where the program listens, and creates its container. */
  private String create(Bundle bundle, String origin, String listen) {
    String id = Scratch.newId();
    Command command =
        origin.equals("flag")
            ? containers.verb("--net-listen=" + listen, "create")
            : containers.verb("create");
    switch (origin) {
      case "annotation" ->
          bundle.set("annotations", "{\"io.jwasm.net.listen\": \"%s\"}".formatted(listen));
      case "environment" -> bundle.env("JWASM_NET_LISTEN=" + listen);
      case "image" -> bundle.put(IMAGE_FILE, "{\"net.listen\": \"%s\"}".formatted(listen));
      default -> {}
    }
    command.and("--bundle", bundle.directory(), id).run().ok();
    return id;
  }

  private static int freePort() {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
