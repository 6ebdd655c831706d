package io.jwasm.sentry.net.names;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on a loopback address, for datagrams and streams, that says what a test wants. */
final class DnsServer implements AutoCloseable {
  /** What it says; an empty list for nothing at all. */
  @FunctionalInterface
  interface Script {
    List<byte[]> answer(Message query) throws IOException;
  }

  private final DatagramSocket datagrams;
  private final ServerSocket streams;
  private final DatagramSocket stranger;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private volatile Script script;
  private volatile Script forgery = query -> List.of();
  private volatile Script streamScript;

  private DnsServer(DatagramSocket datagrams, ServerSocket streams, Script script)
      throws IOException {
    this.datagrams = datagrams;
    this.streams = streams;
    this.stranger = new DatagramSocket(new InetSocketAddress(datagrams.getLocalAddress(), 0));
    this.script = script;
    this.streamScript = script;
    start(this::serveDatagrams);
    start(this::serveStreams);
  }

  private interface Loop {
    void run() throws IOException;
  }

  private static void start(Loop loop) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                loop.run();
              } catch (IOException e) {
                // Closed.
              }
            });
  }

  /** Starts one; {@code port} 0 is any that is free for both kinds. */
  static DnsServer start(String address, int port, Script script) throws IOException {
    InetAddress host = InetAddress.getByAddress(IpBytes.of(address));
    while (true) {
      DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(host, port));
      try {
        ServerSocket streams = new ServerSocket(datagrams.getLocalPort(), 50, host);
        return new DnsServer(datagrams, streams, script);
      } catch (IOException e) {
        datagrams.close();
        if (port != 0) {
          throw e;
        }
      }
    }
  }

  int port() {
    return datagrams.getLocalPort();
  }

  void says(Script newScript) {
    script = newScript;
  }

  void saysOnStreams(Script newScript) {
    streamScript = newScript;
  }

  /** Has somebody else answer first, from another port. */
  void forgedBy(Script newForgery) {
    forgery = newForgery;
  }

  /** Returns what was asked so far, as {@code A name.}, over TCP with a {@code TCP} before it. */
  List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  private void serveDatagrams() throws IOException {
    byte[] buffer = new byte[65536];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      datagrams.receive(packet);
      Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
      asked.add(text(query));
      for (byte[] forged : forgery.answer(query)) {
        stranger.send(new DatagramPacket(forged, forged.length, packet.getSocketAddress()));
      }
      for (byte[] answer : script.answer(query)) {
        datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    }
  }

  private void serveStreams() throws IOException {
    while (true) {
      try (Socket socket = streams.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message query = new Message(bytes);
        asked.add("TCP " + text(query));
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (byte[] answer : streamScript.answer(query)) {
          out.writeShort(answer.length);
          out.write(answer);
        }
        out.flush();
      }
    }
  }

  private static String text(Message query) {
    return Type.string(query.getQuestion().getType()) + " " + query.getQuestion().getName();
  }

  /** Returns an answer without records to a query, from a server that asks others. */
  static Message reply(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RD);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    streams.close();
    stranger.close();
  }
}
