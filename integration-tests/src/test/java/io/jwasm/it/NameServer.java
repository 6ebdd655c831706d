package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A name server on an address of the loopback interface, which answers as a test has it answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035">RFC 1035</a>
 */
final class NameServer implements AutoCloseable {
  /** Where it is asked, for {@code /etc/resolv.conf}. */
  static final String ADDRESS = "127.11.22.33";

  /** What to write into {@code /etc/resolv.conf}: this one, with patience. */
  static final String RESOLV_CONF = "nameserver " + ADDRESS + "\noptions timeout:10 attempts:1\n";

  /** The same without patience. */
  static final String IMPATIENT = "nameserver " + ADDRESS + "\noptions timeout:1 attempts:1\n";

  private static final int HEADER_BYTES = 12;

  private final DatagramSocket socket;
  private final Function<ByteBuffer, byte[]> answers;
  private final AtomicInteger questions = new AtomicInteger();
  private final Thread thread;

  private NameServer(Function<ByteBuffer, byte[]> answers) {
    try {
      this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(ADDRESS), 53));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answers = answers;
    this.thread = Thread.ofPlatform().name("name server").daemon().start(this::serve);
  }

  /** One that knows the addresses of IPv4 of names, as text; of others it knows nothing. */
  static NameServer of(Function<String, List<String>> addresses) {
    return new NameServer(question -> answer(question, addresses));
  }

  /** One that sends the same bytes whatever it is asked. */
  static NameServer sending(byte[] bytes) {
    return new NameServer(_ -> bytes);
  }

  /** How often it was asked for addresses of IPv4, or for anything when it does not read. */
  int questions() {
    return questions.get();
  }

  private void serve() {
    byte[] bytes = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        questions.incrementAndGet();
        packet.setData(answers.apply(ByteBuffer.wrap(bytes, 0, packet.getLength())));
        socket.send(packet);
      } catch (IOException _) {
        // It is closed, or the one who has asked is gone.
      }
    }
  }

  private static byte[] answer(ByteBuffer question, Function<String, List<String>> addresses) {
    short identifier = question.getShort(0);
    question.position(HEADER_BYTES);
    String name = name(question);
    boolean isAddress = question.getShort() == 1;
    question.getShort();
    byte[] asked = new byte[question.position() - HEADER_BYTES];
    question.get(HEADER_BYTES, asked);
    List<String> known = isAddress ? addresses.apply(name) : List.of();
    ByteBuffer answer = ByteBuffer.allocate(HEADER_BYTES + asked.length + 16 * known.size());
    answer.putShort(identifier).putShort((short) 0x8180);
    answer.putShort((short) 1).putShort((short) known.size()).putInt(0).put(asked);
    for (String address : known) {
      // The name of the question, an address of IPv4 in the Internet, good for no time at all.
      answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(0);
      answer.putShort((short) 4);
      for (String number : address.split("\\.", -1)) {
        answer.put((byte) Integer.parseInt(number));
      }
    }
    return answer.array();
  }

  private static String name(ByteBuffer question) {
    List<String> labels = new ArrayList<>();
    for (int length; (length = question.get()) != 0; ) {
      byte[] label = new byte[length];
      question.get(label);
      labels.add(new String(label, StandardCharsets.US_ASCII));
    }
    return String.join(".", labels);
  }

  /** Ends it; the address is free afterwards. */
  @Override
  public void close() {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
