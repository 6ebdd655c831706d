package io.jwasm.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ten thousand connections to a server at once: how many are lost, and what they leave. */
final class HeldConnections {
  static final String LOST = "10,000 connections: lost by jwasm";
  static final String LEFT = "10,000 connections: descriptors left in jwasm";

  private static final String MEMORY = "10,000 connections: memory in jwasm";
  private static final int COUNT = 10_000;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final byte[] REQUEST =
      "GET /hello HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello world\n"
          .getBytes(StandardCharsets.US_ASCII);

  private HeldConnections() {}

  static List<Section> measure(Workshop workshop, OciRuntime jwasm) {
    Series lost = new Series(LOST, LOST, Unit.COUNT);
    Series left = new Series(LEFT, LEFT, Unit.COUNT);
    Series memory = new Series(MEMORY, MEMORY, Unit.MEBIBYTES);
    try (HttpServer server = HttpServer.startIn(jwasm, HttpLoad.served(workshop))) {
      int open = server.descriptors();
      double rssMib = server.memory().rssMib();
      lost.add(COUNT - answered(server));
      memory.add(server.memory().rssMib() - rssMib);
      Eventually.until("end of all connections", () -> server.descriptors() <= open);
      left.add(server.descriptors() - open);
    } catch (BenchException e) {
      lost.fail(e.getMessage());
    }
    return List.of(
        new Section("Ten thousand connections", List.of(lost, left)),
        new Section("Memory of ten thousand connections", List.of(memory)));
  }

  /** How many of all connections have answered while all were there. */
  private static int answered(HttpServer server) throws BenchException {
    List<Socket> sockets = new ArrayList<>();
    int answered = 0;
    try {
      connect(server, sockets);
      for (Socket socket : sockets) {
        ask(socket);
      }
      for (Socket socket : sockets) {
        answered += answers(socket) ? 1 : 0;
      }
      return answered;
    } finally {
      close(sockets);
    }
  }

  private static void connect(HttpServer server, List<Socket> sockets) throws BenchException {
    try {
      for (int i = 0; i < COUNT; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
            PATIENCE_MILLIS);
      }
    } catch (IOException e) {
      throw new BenchException("connection " + sockets.size() + ": " + e.getMessage(), e);
    }
  }

  private static void ask(Socket socket) {
    try {
      socket.getOutputStream().write(REQUEST);
    } catch (IOException _) {
      // There will be no answer.
    }
  }

  private static boolean answers(Socket socket) {
    try {
      return Arrays.equals(socket.getInputStream().readNBytes(ANSWER.length), ANSWER);
    } catch (IOException _) {
      return false;
    }
  }

  private static void close(List<Socket> sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        System.err.println("bench: " + e.getMessage());
      }
    }
  }
}
