package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a program may reach, and who says so. */
@NotOnReference("the policy is ours")
final class NetworkPolicyTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  private ServerSocket allowed;
  private ServerSocket other;

  @BeforeEach
  void listen() throws IOException {
    allowed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    allowed.close();
    other.close();
  }

  @Test
  void withoutAListEverythingIsAllowed() {
    assertThat(results(reaching(address(allowed), address(other)))).containsExactly("ok", "ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flag", "annotation", "environment", "image"})
  void aListAllowsWhatIsInIt(String by) {
    Bundle bundle = reaching(address(allowed), address(other));

    assertThat(results(allowing(bundle, by, text(allowed)))).containsExactly("ok", "EACCES");
  }

  @Test
  void anEnvironmentCanOnlyNarrow() {
    Bundle bundle = reaching(address(allowed), address(other));
    allow(bundle, "annotation", text(allowed));
    allow(bundle, "environment", "*");

    assertThat(results(bundle)).containsExactly("ok", "EACCES");
  }

  @Test
  void anImageCanOnlyNarrow() {
    Bundle bundle = reaching(address(allowed), address(other));
    allow(bundle, "environment", text(allowed) + "," + text(other));
    allow(bundle, "image", text(other));

    assertThat(results(bundle)).containsExactly("EACCES", "ok");
  }

  @Test
  void nothingIsAllowedByNone() {
    Bundle bundle = reaching(address(allowed), "name:web.test");

    assertThat(results(allowing(bundle, "flag", "none"))).containsExactly("EACCES", "EACCES");
  }

  @Test
  void aDenialIsOneLineOfTheLog() {
    Path log = Scratch.file("debug");
    Bundle bundle = reaching(address(other));
    containers
        .verb("--debug-log", log, "--net-allow=" + text(allowed), "run", "--bundle")
        .and(bundle.directory(), Scratch.newId())
        .run()
        .ok();

    assertThat(Command.of("grep", "-c", text(other), log).run().out().strip()).isEqualTo("1");
  }

  @Test
  void aNameThatIsInNoListIsNotAskedFor() {
    try (NameServer server = NameServer.of(_ -> List.of("203.0.113.1"))) {
      Bundle bundle =
          reaching("name:web.example.com", "name:secret.evil.example")
              .put("/etc/resolv.conf", NameServer.RESOLV_CONF);

      assertThat(results(allowing(bundle, "flag", "web.example.com")))
          .containsExactly("203.0.113.1", "EACCES");
      assertThat(server.questions()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "127.0.0.1", "0.0.0.0", "10.0.0.1"})
  void aForeignNameCannotLeadIn(String address) {
    try (NameServer server = NameServer.of(_ -> List.of(address))) {
      Bundle bundle =
          reaching("fetch:web.example.com:" + other.getLocalPort())
              .put("/etc/resolv.conf", NameServer.RESOLV_CONF);

      assertThat(results(allowing(bundle, "flag", "web.example.com"))).containsExactly("EACCES");
      assertThat(server.questions()).isPositive();
    }
  }

  @Test
  void aNameThatChangesItsAddressIsCheckedEachTime() {
    AtomicInteger asked = new AtomicInteger();
    try (NameServer _ =
        NameServer.of(
            _ -> List.of(asked.getAndIncrement() == 0 ? "203.0.113.1" : "169.254.169.254"))) {
      Bundle bundle =
          reaching("name:web.example.com", "fetch:web.example.com:80", "connect:169.254.169.254:80")
              .put("/etc/resolv.conf", NameServer.RESOLV_CONF);

      assertThat(results(allowing(bundle, "flag", "web.example.com")))
          .startsWith("203.0.113.1")
          .endsWith("EACCES", "EACCES");
    }
  }

  @Test
  void whoMayNotConnectIsNotLetIn() throws IOException {
    int port = HttpServer.freePort();
    Bundle bundle =
        HttpServer.bundle(containers)
            .env("JWASM_NET_LISTEN=tcp:127.0.0.1:" + port)
            .env("JWASM_NET_ALLOW=in:10.0.0.0/8");
    try (LiveProcess server = containers.running(bundle, Scratch.newId()).start()) {
      server.awaitOutput("ready\n");
      try (Socket socket = HttpServer.connect(port)) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (SocketException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }
  }

  private Bundle reaching(String... what) {
    return containers.program("net/reach", what).withoutNamespace("network");
  }

  private static String address(ServerSocket socket) {
    return "connect:" + text(socket);
  }

  private static String text(ServerSocket socket) {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** What the program says of each, without what it was. */
  private List<String> results(Bundle bundle) {
    return results(containers.running(bundle, Scratch.newId()));
  }

  private static List<String> results(Command command) {
    return command
        .run()
        .ok()
        .out()
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  /** The command that runs the bundle with a list that is said in one of four ways. */
  private Command allowing(Bundle bundle, String by, String list) {
    if (by.equals("flag")) {
      return containers
          .verb("--net-allow=" + list, "run", "--bundle", bundle.directory())
          .and(Scratch.newId());
    }
    allow(bundle, by, list);
    return containers.running(bundle, Scratch.newId());
  }

  private static void allow(Bundle bundle, String by, String list) {
    switch (by) {
      case "annotation" ->
          bundle.set("annotations", "{\"io.jwasm.net.allow\":\"%s\"}".formatted(list));
      case "environment" -> bundle.env("JWASM_NET_ALLOW=" + list);
      default -> bundle.put("/etc/jwasm.json", "{\"net.allow\":\"%s\"}".formatted(list));
    }
  }
}
