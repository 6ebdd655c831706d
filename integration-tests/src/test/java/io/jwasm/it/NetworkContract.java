package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks of docker's command line, and of podman's: ports, names, and no network at all. */
abstract class NetworkContract {
  private static final List<String> LISTEN_8080 =
      List.of("-e", "JWASM_NET_LISTEN=tcp:0.0.0.0:8080");

  private final Engine engine;
  private final EngineHost host;

  NetworkContract(Engine engine, EngineHost host) {
    this.engine = engine;
    this.host = host;
  }

  @Test
  void aPublishedPortServesWhoeverAsks() {
    server("-p", "127.0.0.1:8080:8080");

    assertThat(curl("http://127.0.0.1:8080/hello")).isEqualTo("hello world\n");
    assertThat(curl("http://127.0.0.1:8080/file/small")).isEqualTo("of the image\n");
    assertThat(curl("http://127.0.0.1:8080/file/big")).hasSize(NetworkImage.BIG_BYTES);
    assertThat(curl("--data", "to and fro", "http://127.0.0.1:8080/echo")).isEqualTo("to and fro");
    assertThat(curl("http://127.0.0.1:8080/no-such")).isEqualTo("not found\n");
  }

  @Test
  void aPublishedPortServesManyConnectionsAtOnce() {
    server("-p", "127.0.0.1:8080:8080");

    Outcome load =
        host.enter("wrk", "--threads", 1, "--connections", 64, "--duration", "2s")
            .and("--timeout", "20s", "http://127.0.0.1:8080/hello")
            .run()
            .ok();

    assertThat(load.out())
        .containsPattern("[1-9]\\d* requests in")
        .doesNotContain("Socket errors", "Non-2xx");
  }

  @Test
  void aPublishedPortTakesMessagesAndAnswers() {
    engine.ready("-p", "127.0.0.1:8080:8080/udp", NetworkImage.NAME, "/udp.wasm", "8080");

    String script = "exec 3<>/dev/udp/127.0.0.1/8080; printf ping >&3; head -c 4 <&3";
    assertThat(host.enter("timeout", 20, "bash", "-c", script).run().ok().out()).isEqualTo("ping");
  }

  @Test
  @NotOnReference("JWASM_NET_LISTEN is ours")
  void anAddressOfIpv6Serves() {
    engine.command("network", "create", "--ipv6", "--subnet", "fd00:7::/64", "six").run().ok();
    String id =
        engine.ready(
            List.of("--network", "six", "-e", "JWASM_NET_LISTEN=tcp:[::]:8080"),
            NetworkImage.NAME,
            "/httpd.wasm");
    String address =
        engine.inspect(id, "{{range .NetworkSettings.Networks}}{{.GlobalIPv6Address}}{{end}}");

    String url = "http://[" + address + "]:8080/hello";
    assertThat(curl("--connect-timeout", "2", "--retry", "9", "--retry-all-errors", url))
        .isEqualTo("hello world\n");
  }

  @Test
  @NotOnReference("JWASM_NET_LISTEN is ours")
  void aSocketInAVolumeServes() {
    Path volume = Scratch.newDirectory("v");
    String listen = "JWASM_NET_LISTEN=unix:/run/web/http.sock";
    engine.ready(
        List.of("-v", volume + ":/run/web", "-e", listen), NetworkImage.NAME, "/httpd.wasm");

    String socket = volume.resolve("http.sock").toString();
    assertThat(curl("--unix-socket", socket, "http://web/hello")).isEqualTo("hello world\n");
  }

  @Test
  void thePortsOfTheHostAndOfTheContainerDiffer() {
    server("-p", "127.0.0.1:9999:8080");

    assertThat(curl("http://127.0.0.1:9999/hello")).isEqualTo("hello world\n");
  }

  @Test
  @NotOnReference("the guest is WebAssembly")
  void aServerOfRustIsPublished() {
    engine.ready("-p", "127.0.0.1:8080:8080", LISTEN_8080, NetworkImage.NAME, "/server.wasm");
    assertServes();
  }

  @Test
  @NotOnReference("the guest is WebAssembly")
  void aServerThatListensByItselfIsPublished() {
    engine.ready("-p", "127.0.0.1:8080:8080", NetworkImage.NAME, "/httpd-wasmedge.wasm");
    assertServes();
  }

  private void assertServes() {
    assertThat(curl("http://127.0.0.1:8080/hello")).isEqualTo("hello world\n");
    assertThat(curl("--data", "to and fro", "http://127.0.0.1:8080/echo")).isEqualTo("to and fro");
  }

  @Test
  @NotOnReference("a static program has no resolver")
  void containersOfANetworkFindEachOtherByName() {
    engine.command("network", "create", "together").run().ok();
    server("--name", "web", "--network", "together");

    Outcome outcome =
        engine
            .run("--rm", "--network", "together", NetworkImage.NAME, "/client.wasm")
            .and("web", "8080", "/hello")
            .run()
            .ok();

    assertThat(outcome.out()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello world\n");
    assertThat(outcome.err()).matches("connected to \\d+\\.\\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  @NotOnReference("the policy is ours")
  void aListOfNamesLetsToThemAlone() {
    engine.command("network", "create", "listed").run().ok();
    server("--name", "web", "--network", "listed");
    server("--name", "other", "--network", "listed");

    assertThat(
            engine
                .run("--rm", "--network", "listed", "-e", "JWASM_NET_ALLOW=web:8080")
                .and(NetworkImage.NAME, "/reach.wasm")
                .and("fetch:web:8080", "fetch:web:8081", "fetch:other:8080", "send:127.0.0.11:53")
                .run()
                .ok()
                .out())
        .isEqualTo(
            """
            fetch:web:8080 ok
            fetch:web:8081 EACCES
            fetch:other:8080 EACCES
            send:127.0.0.11:53 EACCES
            """);
  }

  @Test
  @NotOnReference("a static program has no resolver")
  void aNameThatNobodyHasIsNotFound() {
    engine.command("network", "create", "alone").run().ok();

    assertThat(
            engine
                .run("--rm", "--network", "alone", NetworkImage.NAME, "/reach.wasm")
                .and("name:localhost", "name:no-such.invalid")
                .run()
                .ok()
                .out())
        .startsWith("name:localhost 127.0.0.1")
        .containsPattern("(?m)^name:no-such.invalid EAI_(NONAME|AGAIN)$");
  }

  @Test
  void withoutANetworkThereIsOnlyLoopback() {
    assertThat(
            engine
                .run("--rm", "--network=none", NetworkImage.NAME, "/reach.wasm")
                .and("connect:192.0.2.1:80", "connect:127.0.0.1:80", "listen:127.0.0.1:8080")
                .run()
                .ok()
                .out())
        .isEqualTo(
            """
            connect:192.0.2.1:80 ENETUNREACH
            connect:127.0.0.1:80 ECONNREFUSED
            listen:127.0.0.1:8080 ok
            """);
  }

  @Test
  void theNetworkOfTheHostIsShared() {
    server("--network=host");

    assertThat(curl("http://127.0.0.1:8080/hello")).isEqualTo("hello world\n");
  }

  @Test
  @NotOnReference("JWASM_NET_LISTEN is ours")
  void aPortInUseIsReportedInOneSentence() {
    server("--network=host");
    Outcome second =
        engine.run("--rm", "--network=host", LISTEN_8080, NetworkImage.NAME, "/httpd.wasm").run();

    assertThat(second.exit()).as("%s", second).isNotZero();
    assertThat(second.err()).contains("tcp:0.0.0.0:8080").contains("address already in use");
  }

  @Test
  @NotOnReference("JWASM_NET_LISTEN is ours")
  void theProgramSeesWhatItWasGivenAndNotHow() {
    String id = engine.detached(LISTEN_8080, NetworkImage.NAME, "/env.wasm");
    engine.command("wait", id).run().ok();

    assertThat(engine.logs(id))
        .contains("LISTEN_FDS=1\n")
        .doesNotContain("LISTEN_PID", "JWASM_NET_LISTEN");
  }

  @Test
  void aStopOfAServerIsObeyedAtOnce() {
    String id = server("-p", "127.0.0.1:8080:8080");
    engine.command("stop", id).run().ok();

    assertThat(engine.inspect(id, "{{.State.ExitCode}}")).isEqualTo("143");
  }

  /** A server that is ready. */
  private String server(String... options) {
    return engine.ready(List.of(options), LISTEN_8080, NetworkImage.NAME, "/httpd.wasm", "/srv");
  }

  private String curl(String... words) {
    return host.enter("curl", "--silent", "--show-error", "--max-time", "20")
        .and(List.of(words))
        .run()
        .ok()
        .out();
  }
}
