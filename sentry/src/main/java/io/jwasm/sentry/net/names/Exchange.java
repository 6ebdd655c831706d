package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Questions to one name server and its answers, on a socket of their own, so that each has a port
 * that nobody can guess.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5452">RFC 5452: forged answers</a>
 */
final class Exchange {
  /** Bytes of the length before each message on a stream. */
  private static final int LENGTH_BYTES = 2;

  private final Network network;
  private final Clock clock;
  private final SpareBuffer spare;
  private final Caller caller;
  private final SocketAddress server;
  private final long timeoutNanos;
  private long deadlineNanos;

  /**
   * @param network one that asks no policy: the operator's choice of servers is not the program's
   * @param timeoutNanos how long the server is waited for, by datagrams and on a stream
   */
  Exchange(
      Network network,
      Clock clock,
      SpareBuffer spare,
      Caller caller,
      SocketAddress server,
      long timeoutNanos) {
    this.network = network;
    this.clock = clock;
    this.spare = spare;
    this.caller = caller;
    this.server = server;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Asks the questions at once, and those again on a stream whose answer a datagram has no room
   * for. A question without an answer stays FOREIGN.
   *
   * <p>Errors: EINTR; EMFILE, ENFILE and ENOMEM of the host. That the server is not reached is
   * none.
   *
   * <p>Blocking: until all are answered, or the time is over.
   */
  void ask(List<Question> questions) throws ErrnoException {
    ByteBuffer buffer = spare.take();
    try {
      byDatagrams(questions, buffer);
      for (Question question : questions) {
        if (question.reply() == Reply.TRUNCATED) {
          byStream(question, buffer);
        }
      }
    } finally {
      spare.giveBack(buffer);
    }
  }

  private void byDatagrams(List<Question> questions, ByteBuffer buffer) throws ErrnoException {
    Socket socket = null;
    try {
      socket = open(SocketType.DGRAM);
      for (Question question : questions) {
        send(socket, buffer.clear().put(question.message()).flip());
      }
      receive(socket, questions, buffer);
    } catch (ErrnoException e) {
      rethrowOwn(e);
    } finally {
      close(socket);
    }
  }

  private void receive(Socket socket, List<Question> questions, ByteBuffer buffer)
      throws ErrnoException {
    MessageHeader header = new MessageHeader();
    while (isAwaited(questions)) {
      byte[] message = receive(socket, buffer.clear(), header);
      if (message == null) {
        return;
      }
      // A stack delivers of a connected socket's only peer; this holds without its help.
      if (header.source() == null || isServer(header.source())) {
        take(questions, message);
      }
    }
  }

  private boolean isServer(SocketAddress source) {
    return source.toString().equals(server.toString());
  }

  private static boolean isAwaited(List<Question> questions) {
    for (Question question : questions) {
      if (question.reply() == Reply.FOREIGN) {
        return true;
      }
    }
    return false;
  }

  private static void take(List<Question> questions, byte[] message) {
    for (Question question : questions) {
      if (question.reply() == Reply.FOREIGN && question.take(message) != Reply.FOREIGN) {
        return;
      }
    }
  }

  private void byStream(Question question, ByteBuffer buffer) throws ErrnoException {
    question.askAgain();
    Socket socket = null;
    try {
      socket = open(SocketType.STREAM);
      byte[] message = question.message();
      buffer.clear().putShort((short) message.length).put(message).flip();
      send(socket, buffer);
      byte[] length = receiveFully(socket, buffer, LENGTH_BYTES);
      if (length != null) {
        int bytes = (length[0] & 0xff) << 8 | (length[1] & 0xff);
        byte[] answer = receiveFully(socket, buffer, bytes);
        if (answer != null) {
          question.take(answer);
        }
      }
    } catch (ErrnoException e) {
      rethrowOwn(e);
    } finally {
      close(socket);
    }
  }

  /** Opens a connected socket and gives the server its time. */
  private Socket open(SocketType type) throws ErrnoException {
    deadlineNanos = clock.monotonicNanos() + timeoutNanos;
    Socket socket = network.socket(server.family(), type);
    boolean connected = false;
    try {
      socket.setStatusFlags(OpenFlags.NONBLOCK);
      connect(socket);
      connected = true;
      return socket;
    } finally {
      if (!connected) {
        socket.drop();
      }
    }
  }

  private void connect(Socket socket) throws ErrnoException {
    try {
      network.connect(caller, socket, server);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EINPROGRESS) {
        throw e;
      }
      if (!await(socket, Readiness.OUT) || socket.option(SocketOption.ERROR) != 0) {
        throw Errno.ETIMEDOUT.exception();
      }
    }
  }

  private void send(Socket socket, ByteBuffer bytes) throws ErrnoException {
    while (bytes.hasRemaining()) {
      try {
        long sent = socket.send(caller, IoSequence.of(bytes));
        bytes.position(bytes.position() + (int) sent);
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EAGAIN || !await(socket, Readiness.OUT)) {
          throw e;
        }
      }
    }
  }

  /** Returns exactly so many bytes of a stream, or null when it ends or the time is over. */
  private byte[] receiveFully(Socket socket, ByteBuffer buffer, int length) throws ErrnoException {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      buffer.clear().limit(Math.min(buffer.capacity(), length - done));
      byte[] part = receive(socket, buffer, null);
      if (part == null || part.length == 0) {
        return null;
      }
      System.arraycopy(part, 0, bytes, done, part.length);
      done += part.length;
    }
    return bytes;
  }

  /** Returns what came, or null when the time is over. */
  private byte[] receive(Socket socket, ByteBuffer buffer, MessageHeader header)
      throws ErrnoException {
    while (await(socket, Readiness.IN)) {
      try {
        int count = (int) socket.receive(caller, IoSequence.of(buffer), 0, header);
        byte[] bytes = new byte[count];
        buffer.get(buffer.position(), bytes);
        return bytes;
      } catch (ErrnoException e) {
        // A datagram with a wrong checksum was there, and is not any more.
        if (e.errno() != Errno.EAGAIN) {
          throw e;
        }
      }
    }
    return null;
  }

  private boolean await(Socket socket, int mask) throws ErrnoException {
    long left = deadlineNanos - clock.monotonicNanos();
    return left > 0 && caller.block(socket, mask, left);
  }

  /** What is wrong on this side ends the search; what is wrong with the server does not. */
  private static void rethrowOwn(ErrnoException e) throws ErrnoException {
    switch (e.errno()) {
      case EINTR, EMFILE, ENFILE, ENOMEM -> throw e;
      default -> {}
    }
  }

  private static void close(Socket socket) {
    if (socket != null) {
      socket.drop();
    }
  }
}
