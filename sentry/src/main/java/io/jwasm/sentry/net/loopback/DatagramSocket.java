package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * What datagrams of UDP and of the UNIX domain have in common: receiving them. The kinds differ in
 * how they find whom they send to, and in what a full queue means.
 *
 * <p>Locks: its own guards error and shutdown.
 */
abstract class DatagramSocket extends LoopbackSocket {
  private final DatagramQueue incoming;

  private Errno error;
  private boolean receiveShut;
  private boolean sendShut;

  DatagramSocket(LoopbackNetwork network, SocketFamily family) throws ErrnoException {
    super(network, family, SocketType.DGRAM);
    incoming = new DatagramQueue(network.memory(), options());
  }

  final DatagramQueue incoming() {
    return incoming;
  }

  /** Returns whether a message of a source, in the form of the tables, is taken at all. */
  final boolean takes(SocketAddress source) throws ErrnoException {
    return admits(seen(source));
  }

  @Override
  public final long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException {
    acquire();
    try {
      Datagram datagram = next(caller, OpenFlags.has(flags, MessageHeader.PEEK));
      if (header != null) {
        boolean cut = datagram != null && datagram.length() > dst.remaining();
        header.fill(datagram == null ? null : seen(datagram.source()), cut);
      }
      return datagram == null ? 0 : datagram.copyTo(dst);
    } finally {
      drop();
    }
  }

  /** Returns the next message; null when there will be none. */
  private Datagram next(Caller caller, boolean peek) throws ErrnoException {
    Deadline deadline = deadline(options().receiveTimeoutNanos());
    while (true) {
      throwError();
      Datagram datagram = peek ? incoming.peek() : incoming.poll();
      if (datagram != null || isReceiveShut()) {
        return datagram;
      }
      awaitInput(caller, deadline);
    }
  }

  @Override
  public final long send(Caller caller, IoSequence src) throws ErrnoException {
    acquire();
    try {
      checkSend(src);
      return sendToPeer(caller, src);
    } finally {
      drop();
    }
  }

  @Override
  protected final long sendTo(Caller caller, IoSequence src, SocketAddress peer)
      throws ErrnoException {
    acquire();
    try {
      checkSend(src);
      return sendToAddress(caller, src, peer);
    } finally {
      drop();
    }
  }

  private void checkSend(IoSequence src) throws ErrnoException {
    throwError();
    synchronized (this) {
      if (sendShut) {
        throw Errno.EPIPE.exception();
      }
    }
    if (src.remaining() > longestBytes()) {
      throw Errno.EMSGSIZE.exception();
    }
  }

  /** Returns how long a message may be. */
  abstract int longestBytes();

  abstract long sendToPeer(Caller caller, IoSequence src) throws ErrnoException;

  abstract long sendToAddress(Caller caller, IoSequence src, SocketAddress peer)
      throws ErrnoException;

  /**
   * Makes a message and charges it.
   *
   * <p>Errors: ENOBUFS.
   */
  final Datagram charged(IoSequence src, SocketAddress source) throws ErrnoException {
    if (!network().memory().charge(Datagram.costBytes(src.remaining()))) {
      throw Errno.ENOBUFS.exception();
    }
    return new Datagram(src, source);
  }

  /** Gives up a message that nobody took. */
  final void discard(Datagram datagram) {
    network().memory().uncharge(datagram.costBytes());
  }

  @Override
  public final void shutdown(Shutdown how) throws ErrnoException {
    remoteAddress();
    synchronized (this) {
      receiveShut |= how != Shutdown.WRITE;
      sendShut |= how != Shutdown.READ;
    }
    queue().wake(Readiness.IN | Readiness.OUT);
    incoming.senders().wake(Readiness.OUT);
  }

  final synchronized boolean isReceiveShut() {
    return receiveShut;
  }

  /** Has the next operation fail. */
  final void fail(Errno reason) {
    synchronized (this) {
      error = reason;
    }
    queue().wake(Readiness.IN | Readiness.OUT | Readiness.ERR);
  }

  private void throwError() throws ErrnoException {
    Errno taken = takeError();
    if (taken != null) {
      throw taken.exception();
    }
  }

  @Override
  final synchronized Errno takeError() {
    Errno taken = error;
    error = null;
    return taken;
  }

  @Override
  final void resized() {
    incoming.senders().wake(Readiness.OUT);
  }

  @Override
  public final boolean hasInput() {
    return incoming.count() > 0;
  }

  @Override
  public final long available() {
    Datagram datagram = incoming.peek();
    return datagram == null ? 0 : datagram.length();
  }

  @Override
  public final int readiness(int mask) {
    boolean out = hasRoom();
    int ready;
    synchronized (this) {
      boolean failed = error != null;
      ready =
          (incoming.count() > 0 || failed || receiveShut ? Readiness.IN : 0)
              | (out || failed || sendShut ? Readiness.OUT : 0)
              | (failed ? Readiness.ERR : 0)
              | (receiveShut && sendShut ? Readiness.HUP : 0);
    }
    return ready & (mask | Readiness.HUP | Readiness.ERR);
  }

  /** Returns whether a send would not wait. */
  abstract boolean hasRoom();

  @Override
  protected final void listen(int backlog) throws ErrnoException {
    throw Errno.ENOTSUP.exception();
  }

  @Override
  protected final Socket accept(Caller caller) throws ErrnoException {
    throw Errno.ENOTSUP.exception();
  }

  @Override
  protected void release() {
    super.release();
    incoming.close();
  }
}
