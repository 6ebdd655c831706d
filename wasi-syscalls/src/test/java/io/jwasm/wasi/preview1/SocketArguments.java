package io.jwasm.wasi.preview1;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Arguments for {@link CallFuzzTest} with which calls of sockets get somewhere.
 *
 * <pre>
 * memory:   16384  names, each in 64 bytes
 *           20480  hints, and the address of a list
 *           20544  descriptions of buffers for addresses
 *           20992  the buffers, each of 128 bytes
 *           24576  8 elements of a list, each with all its parts in 128 bytes
 * </pre>
 */
final class SocketArguments {
  private static final int NAMES = 16_384;
  private static final int NAME_SLOT = 64;
  private static final int HINTS = 20_480;
  private static final int LIST = 20_512;
  private static final int DESCRIPTIONS = 20_544;
  private static final int BUFFERS = 20_992;
  private static final int ELEMENTS = 24_576;
  private static final int SLOT = 128;
  private static final int COUNT = 8;
  private static final int IOVECS = 32_768;
  private static final int SCRATCH = 49_152;

  private static final List<String> TEXTS =
      List.of("one", "two", "six", "slow", "none", "", "10.0.0.1", "::1", "http", "53", "66000");

  private static final int[] LENGTHS = {4, 16, 128, 128, 128, 5};

  private static final SocketAddress STREAMS = at(80);
  private static final SocketAddress DATAGRAMS = at(53);

  private final Machine machine;
  private final Network network;
  private final SplittableRandom random;
  private final ByteBuffer bytes;

  SocketArguments(Machine machine, Network network, SplittableRandom random) {
    this.machine = machine;
    this.network = network;
    this.random = random;
    this.bytes = machine.bytes;
  }

  private static SocketAddress at(int port) {
    return new SocketAddress.Inet(IpAddressText.parse("10.0.0.1"), port);
  }

  /** Gives the program a listener, and a socket for datagrams. */
  void open() throws Exception {
    Task task = machine.thread();
    machine.install(
        network.handOver(task, SocketType.STREAM, STREAMS),
        network.handOver(task, SocketType.DGRAM, DATAGRAMS));
  }

  /** Gives it one more connection, when there is room, and somebody listens. */
  private void connect() {
    Socket client = null;
    try {
      client = network.socket(SocketFamily.INET, SocketType.STREAM);
      network.connect(machine.thread(), client, STREAMS);
      machine.install(client);
    } catch (ErrnoException e) {
      client.drop();
    }
  }

  /** Replaces arguments by such that make sense, most of the time. */
  void place(Syscall function, long[] args) {
    shake();
    if (random.nextInt(8) == 0) {
      return;
    }
    if (random.nextInt(16) == 0) {
      connect();
    }
    args[0] = socket();
    switch (function.name()) {
      case "sock_open" -> set(args, 0, random.nextInt(5), random.nextInt(4), result());
      case "sock_accept" -> {
        args[1] = function.signature().params().length() == 2 ? result() : 4L * random.nextInt(2);
        args[2] = result();
      }
      case "sock_bind", "sock_connect" -> set(args, 1, description(), port());
      case "sock_listen", "sock_shutdown" -> set(args, 1, random.nextInt(5));
      case "sock_recv" -> set(args, 1, iovecs(), random.nextInt(4), flags(), result(), result());
      case "sock_send" -> set(args, 1, iovecs(), random.nextInt(4), 0, result());
      case "sock_send_to" ->
          set(args, 1, iovecs(), random.nextInt(4), description(), port(), 0, result());
      case "sock_recv_from" ->
          set(
              args,
              1,
              iovecs(),
              random.nextInt(4),
              description(),
              flags(),
              result(),
              result(),
              result());
      case "sock_getlocaladdr", "sock_getpeeraddr" ->
          set(args, 1, description(), result(), result());
      case "sock_getsockopt", "sock_setsockopt" -> option(args);
      case "sock_getaddrinfo" -> {
        text(args, 0);
        text(args, 2);
        set(args, 4, HINTS, LIST, random.nextInt(6) - 1, result());
      }
      case "sock_lookup_ip" -> {
        text(args, 0);
        set(args, 2, random.nextInt(4), result(), random.nextInt(70), result());
      }
      default -> throw new AssertionError(function.name());
    }
  }

  /** Returns some socket's descriptor, or any. */
  private long socket() {
    int fd = random.nextInt(16);
    if (random.nextInt(4) == 0) {
      return fd;
    }
    while ((fd = machine.fds.next(fd)) >= 0) {
      try {
        if (machine.fds.get(fd).file() instanceof Socket) {
          return fd;
        }
      } catch (ErrnoException e) {
        throw new AssertionError(e);
      }
      fd++;
    }
    return random.nextInt(8);
  }

  /** Changes some of what the pointers lead to; a part of it to what nobody would. */
  private void shake() {
    int i = random.nextInt(COUNT);
    int buffer = BUFFERS + i * SLOT;
    bytes.putInt(DESCRIPTIONS + 8 * i, sane() ? buffer : random.nextInt());
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    bytes.putInt(DESCRIPTIONS + 8 * i + 4, sane() ? length : random.nextInt());
    if (length == SLOT) {
      bytes.putShort(buffer, (short) random.nextInt(5));
      bytes.putInt(buffer + 2, 0x0100000a); // 10.0.0.1, and not much of a path
      bytes.put(buffer + 6, (byte) random.nextInt(3));
    } else {
      bytes.putInt(buffer, 0x0100000a);
    }
    // Calls write their results over all of this.
    int text = random.nextInt(TEXTS.size());
    bytes.put(NAMES + text * NAME_SLOT, (TEXTS.get(text) + '\0').getBytes(UTF_8));
    int families = random.nextInt(3) << 16 | random.nextInt(3) << 24;
    bytes.putInt(HINTS, random.nextInt(4) == 0 ? random.nextInt() : families);
    bytes.putInt(HINTS + 4, random.nextInt(4));
    element(i);
  }

  private void element(int i) {
    int element = ELEMENTS + i * SLOT;
    bytes.putInt(LIST, sane() ? element : random.nextInt());
    bytes.putInt(element + 12, sane() ? element + 28 : random.nextInt());
    bytes.putInt(element + 16, sane() ? element + 66 : random.nextInt());
    bytes.putInt(element + 20, random.nextInt(64) - 1);
    int next = ELEMENTS + random.nextInt(COUNT) * SLOT; // may lead back
    bytes.putInt(element + 24, sane() ? next : random.nextInt());
    bytes.putInt(element + 36, sane() ? element + 40 : random.nextInt());
  }

  private boolean sane() {
    return random.nextInt(16) != 0;
  }

  private void option(long[] args) {
    int[] levels = {0, 0, 0, 6, 41};
    args[1] = levels[random.nextInt(levels.length)];
    args[2] = args[1] == 41 ? 26 : random.nextInt(args[1] == 0 ? 16 : 3);
    args[3] = result();
    args[4] = random.nextBoolean() ? random.nextInt(20) : result();
  }

  private void text(long[] args, int index) {
    int which = random.nextInt(TEXTS.size());
    args[index] = NAMES + (long) which * NAME_SLOT;
    args[index + 1] = (long) TEXTS.get(which).length() + random.nextInt(2);
  }

  private static void set(long[] args, int from, long... values) {
    System.arraycopy(values, 0, args, from, values.length);
  }

  private long description() {
    return DESCRIPTIONS + 8L * random.nextInt(COUNT);
  }

  private long iovecs() {
    return IOVECS + 8L * random.nextInt(60);
  }

  private long result() {
    return sane() ? SCRATCH + 8L * random.nextInt(1000) : random.nextInt();
  }

  private long port() {
    int[] ports = {80, 53, 0, 50_000, 50_001, 70_000};
    return ports[random.nextInt(ports.length)];
  }

  private long flags() {
    return random.nextInt(5);
  }
}
