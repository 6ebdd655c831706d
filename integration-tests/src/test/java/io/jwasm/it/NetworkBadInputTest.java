package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What peers, name servers and configurations should not do: an errno or a sentence, no hang, no
 * leak.
 */
@NotOnReference("listening sockets are handed over by jwasm alone")
final class NetworkBadInputTest {
  /** Longer than a kernel of the machine keeps in buffers of one connection. */
  private static final int BIG_BYTES = 20_000_000;

  private static final long BOUND_BYTES = 48L << 20;

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void aPortInUseIsOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String where = "tcp:127.0.0.1:" + taken.getLocalPort();
      refused(where, where, "address already in use");
    }
  }

  @Test
  void anAddressOfAnotherNamespaceIsOneSentence() {
    refused("tcp:192.0.2.77:8080", "tcp:192.0.2.77:8080", "cannot assign requested address");
  }

  @Test
  void aPrivilegedPortNeedsItsCapability() {
    Bundle bundle =
        containers
            .program("net/httpd", "/srv")
            .setProcess("user", "{\"uid\":54321,\"gid\":54321}")
            .env("JWASM_NET_LISTEN=tcp:127.0.0.1:81");
    Outcome without = containers.run(bundle);
    without.refused("tcp:127.0.0.1:81", "permission denied");

    String one = "[\"CAP_NET_BIND_SERVICE\"]";
    bundle.setProcess(
        "capabilities",
        "{\"bounding\":%1$s,\"permitted\":%1$s,\"effective\":%1$s,\"inheritable\":%1$s,\"ambient\":%1$s}"
            .formatted(one));
    containers.ready(bundle);
  }

  @Test
  void aPeerThatSendsNoMoreGetsItsAnswer() throws IOException {
    HttpServer server = start();
    try (Socket socket = server.connect()) {
      HttpServer.send(socket, "GET /hello HTTP/1.1\r\n\r\nGET /file/big HTTP/1.1\r\n\r\n");
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes())
          .as("both answers, and the end")
          .hasSizeBetween(BIG_BYTES, BIG_BYTES + 1000);
    }
  }

  @Test
  void resetsInTheMiddleLeaveNothing() throws IOException {
    HttpServer server = start();
    assertThat(server.get("/hello")).isEqualTo("hello world\n");
    int before = server.descriptors();
    for (int i = 0; i < 100; i++) {
      reset(server, "GET /fi");
      reset(server, "POST /echo HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nsome");
      try (Socket socket = server.connect()) {
        HttpServer.send(socket, "GET /file/big HTTP/1.1\r\n\r\n");
        assertThat(HttpServer.receive(socket, 1000)).hasSize(1000);
        socket.setSoLinger(true, 0);
      }
    }

    assertThat(server.get("/hello")).isEqualTo("hello world\n");
    awaitDescriptors(server, before);
  }

  @Test
  void slowReadersCostNoMemory() throws IOException {
    // The JIT is at work meanwhile; what it takes is not the readers'.
    String annotations = "{\"io.jwasm.limit.compilation\": \"16m\"}";
    HttpServer server = HttpServer.start(containers, serving().set("annotations", annotations));
    assertThat(server.get("/hello")).isEqualTo("hello world\n");
    long before = server.residentBytes();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Socket socket = server.connect();
      slow.add(socket);
      HttpServer.send(socket, "GET /file/big HTTP/1.1\r\n\r\n");
      assertThat(HttpServer.receive(socket, 1000)).hasSize(1000);
    }

    assertThat(server.get("/hello")).isEqualTo("hello world\n");
    assertThat(server.residentBytes() - before).isLessThan(BOUND_BYTES);
    closeAll(slow);
  }

  @Test
  void aThousandPeersThatSayNothingKeepNobodyOut() throws IOException {
    Bundle bundle =
        HttpServer.bundle(containers)
            .setProcess("rlimits", "[{\"type\":\"RLIMIT_NOFILE\",\"soft\":4096,\"hard\":4096}]");
    HttpServer server = HttpServer.start(containers, bundle);
    int before = server.descriptors();
    List<Socket> silent = connect(server, 1000);

    assertThat(server.get("/hello")).isEqualTo("hello world\n");
    assertThat(server.descriptors()).isGreaterThanOrEqualTo(before + 1000);
    closeAll(silent);
    awaitDescriptors(server, before);
  }

  @Test
  void moreOfThemThanDescriptorsWaitForOneToGo() throws IOException {
    HttpServer server = start();
    int before = server.descriptors();
    List<Socket> silent = connect(server, 1100);
    try (Socket waiting = server.connect()) {
      HttpServer.send(waiting, "GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n");
      closeAll(silent.subList(0, 1000));

      assertThat(HttpServer.body(HttpServer.receive(waiting, 1000))).isEqualTo("hello world\n");
    }
    closeAll(silent);
    awaitDescriptors(server, before);
  }

  @Test
  void peersOfAServerThatIsKilledSeeItsEnd() throws IOException {
    HttpServer server = start();
    try (Socket socket = server.connect()) {
      HttpServer.send(socket, "GET /file/big HTTP/1.1\r\n\r\n");
      assertThat(HttpServer.receive(socket, 1000)).hasSize(1000);
      containers.kill(server.id(), "KILL").ok();
      containers.awaitStatus(server.id(), "stopped");

      assertThat(rest(socket)).isLessThan(BIG_BYTES);
    }
    containers.delete(server.id()).ok();
    containers.assertNothingLeft();
  }

  @Test
  void garbageIsAnsweredAndSurvived() throws IOException {
    HttpServer server = start();
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[20_000];
      random.nextBytes(bytes);
      try (Socket socket = server.connect()) {
        socket.getOutputStream().write(bytes);
      } catch (SocketException _) {
        // The server has had enough before all was sent.
      }
    }

    assertThat(server.get("/hello")).isEqualTo("hello world\n");
  }

  @Test
  void aNameServerThatIsNotThereIsAnError() {
    Outcome outcome = reach("nameserver 127.11.22.34\noptions timeout:1 attempts:1\n", "web.test");

    assertThat(outcome.out()).isEqualTo("name:web.test EAI_AGAIN\n");
    assertThat(outcome.took()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aNameServerThatSendsGarbageIsAnError() {
    for (int length : new int[] {0, 1, 11, 12, 500, 4096}) {
      byte[] garbage = new byte[length];
      new Random(length).nextBytes(garbage);
      try (NameServer server = NameServer.sending(garbage)) {
        Outcome outcome = reach(NameServer.IMPATIENT, "web.test");

        assertThat(outcome.out()).as("%d bytes", length).isEqualTo("name:web.test EAI_AGAIN\n");
        assertThat(outcome.took()).isLessThan(Duration.ofSeconds(20));
        assertThat(server.questions()).isPositive();
      }
    }
  }

  @Test
  void namesTooLongAreErrorsAndAskNobody() {
    try (NameServer server = NameServer.of(_ -> List.of("127.0.0.1"))) {
      assertThat(reach(NameServer.RESOLV_CONF, "a".repeat(4096)).out())
          .isEqualTo("(a long name) EAI_NONAME\n");
      assertThat(reach(NameServer.RESOLV_CONF, "a.".repeat(2048) + "test").out())
          .isEqualTo("(a long name) EAI_NONAME\n");
      assertThat(server.questions()).isZero();
    }
  }

  private Outcome reach(String resolvConf, String name) {
    Bundle bundle =
        containers
            .program("net/reach", "name:" + name)
            .withoutNamespace("network")
            .put("/etc/resolv.conf", resolvConf);
    return containers.run(bundle).ok();
  }

  private void refused(String where, String... pieces) {
    Bundle bundle = HttpServer.bundle(containers).env("JWASM_NET_LISTEN=" + where);

    containers.run(bundle).refused(pieces);
    containers.assertNothingLeft();
  }

  private HttpServer start() throws IOException {
    return HttpServer.start(containers, serving());
  }

  private Bundle serving() throws IOException {
    Bundle bundle = HttpServer.bundle(containers);
    Files.createDirectory(bundle.rootfs().resolve("srv"));
    return bundle.put("/srv/big", new byte[BIG_BYTES]);
  }

  /** There may be fewer: a connection that was about to end, or what the sandbox needed to boot. */
  private static void awaitDescriptors(HttpServer server, int most) {
    Eventually.until(
        () -> server.descriptors() + " descriptors to become " + most,
        Eventually.PATIENCE,
        () -> server.descriptors() <= most);
  }

  private static void reset(HttpServer server, String text) throws IOException {
    try (Socket socket = server.connect()) {
      HttpServer.send(socket, text);
      socket.setSoLinger(true, 0);
    }
  }

  private static List<Socket> connect(HttpServer server, int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(server.connect());
    }
    return sockets;
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** How many bytes come until the connection ends, in whatever way. */
  private static long rest(Socket socket) throws IOException {
    byte[] bytes = new byte[65536];
    long sum = 0;
    try {
      for (int n; (n = socket.getInputStream().read(bytes)) >= 0; ) {
        sum += n;
      }
    } catch (SocketException _) {
      return sum;
    }
    return sum;
  }
}
