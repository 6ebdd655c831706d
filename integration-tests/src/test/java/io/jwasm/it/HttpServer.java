package io.jwasm.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** The guest {@code net/httpd} on a port of the machine's loopback. */
final class HttpServer {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Containers containers;
  private final String id;
  private final int port;

  private HttpServer(Containers containers, String id, int port) {
    this.containers = containers;
    this.id = id;
    this.port = port;
  }

  /** A bundle that would serve {@code /srv}, in the machine's network, and is not told where. */
  static Bundle bundle(Containers containers) {
    return containers.program("net/httpd", "/srv").withoutNamespace("network");
  }

  /** A server that is ready and waits, with all that it needs for that. */
  static HttpServer start(Containers containers, Bundle bundle) {
    int port = freePort();
    String id =
        containers.ready(
            bundle
                .env("JWASM_NET_LISTEN=tcp:127.0.0.1:" + port)
                .args("/httpd.wasm", "/srv", Integer.toString(port)));
    HttpServer server = new HttpServer(containers, id, port);
    Eventually.until("a server that waits", server::isWaiting);
    return server;
  }

  /** A port that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String id() {
    return id;
  }

  int port() {
    return port;
  }

  /** A connection to it. */
  Socket connect() throws IOException {
    return connect(port);
  }

  /** A connection to a port of the loopback interface, whose reads wait for a while at most. */
  static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The body of its answer to a request on a connection of its own. */
  String get(String path) throws IOException {
    return get(port, path);
  }

  /** The body of an answer to a request on a connection of its own. */
  static String get(int port, String path) throws IOException {
    try (Socket socket = connect(port)) {
      send(socket, "GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n");
      return body(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The next bytes from it, so many or fewer if it ends. */
  static String receive(Socket socket, int bytes) throws IOException {
    InputStream input = socket.getInputStream();
    return new String(input.readNBytes(bytes), StandardCharsets.US_ASCII);
  }

  /** What follows the head of an answer. */
  static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** How many files its sandbox has open. */
  int descriptors() {
    return openFiles().list().length;
  }

  /** The sandbox opens an eventfd for its first wait, and keeps it. */
  private boolean isWaiting() {
    for (File file : openFiles().listFiles()) {
      try {
        if (Files.readSymbolicLink(file.toPath()).toString().endsWith("[eventfd]")) {
          return true;
        }
      } catch (IOException e) {
        // Closed meanwhile.
      }
    }
    return false;
  }

  private File openFiles() {
    return new File("/proc/" + containers.pid(id) + "/fd");
  }

  /** What its sandbox has in memory. */
  long residentBytes() {
    String status =
        Command.of("grep", "VmRSS", "/proc/" + containers.pid(id) + "/status").run().ok().out();
    return Long.parseLong(status.replaceAll("\\D", "")) << 10;
  }
}
