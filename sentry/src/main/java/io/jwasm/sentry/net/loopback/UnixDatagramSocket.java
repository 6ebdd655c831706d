package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.vfs.Caller;

/**
 * A datagram socket of the UNIX domain. Nothing is lost: who sends to a full queue waits.
 *
 * <p>Locks: its own guards who its peer is.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
final class UnixDatagramSocket extends DatagramSocket {
  /** As in Linux, what a socket of default size sends at once. */
  private static final int LONGEST_BYTES = 212_960;

  private UnixDatagramSocket peer;

  /** Waits at the peer, as long as it is connected, for whoever waits here to send. */
  private final Waiter relay = () -> queue().wake(Readiness.OUT);

  UnixDatagramSocket(LoopbackNetwork network) throws ErrnoException {
    super(network, SocketFamily.UNIX);
  }

  @Override
  protected void connect(Caller caller, SocketAddress address) throws ErrnoException {
    acquire();
    try {
      UnixDatagramSocket target = named(address);
      if (!target.hears(this)) {
        throw Errno.EPERM.exception();
      }
      meet(target);
    } finally {
      drop();
    }
  }

  private UnixDatagramSocket named(SocketAddress address) throws ErrnoException {
    if (!(address instanceof SocketAddress.Unix name)) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    if (network().names().find(name.path()) instanceof UnixDatagramSocket socket) {
      return socket;
    }
    throw Errno.EPROTOTYPE.exception();
  }

  private synchronized void meet(UnixDatagramSocket target) {
    if (peer != null) {
      peer.incoming().senders().remove(relay);
    }
    peer = target;
    if (target != null) {
      target.incoming().senders().add(relay, Readiness.OUT);
    }
  }

  private synchronized UnixDatagramSocket peer() {
    return peer;
  }

  /** Returns whether it takes messages of a socket; one that is connected does so of its peer. */
  private boolean hears(UnixDatagramSocket sender) {
    UnixDatagramSocket only = peer();
    return only == null || only == sender;
  }

  @Override
  int longestBytes() {
    return LONGEST_BYTES;
  }

  @Override
  long sendToPeer(Caller caller, IoSequence src) throws ErrnoException {
    UnixDatagramSocket target = peer();
    if (target == null) {
      throw Errno.ENOTCONN.exception();
    }
    return transmit(caller, src, target);
  }

  @Override
  long sendToAddress(Caller caller, IoSequence src, SocketAddress address) throws ErrnoException {
    return transmit(caller, src, named(address));
  }

  private long transmit(Caller caller, IoSequence src, UnixDatagramSocket target)
      throws ErrnoException {
    long length = src.remaining();
    SocketAddress source = boundAddress();
    Deadline deadline = deadline(options().sendTimeoutNanos());
    awaitRoom(caller, target, deadline);
    if (!target.takes(source)) {
      src.skip(length);
      return length;
    }
    Datagram datagram = charged(src, source);
    boolean taken = false;
    try {
      while (!taken) {
        taken = target.take(datagram);
        if (!taken) {
          awaitRoom(caller, target, deadline);
        }
      }
    } finally {
      if (!taken) {
        discard(datagram);
      }
    }
    return length;
  }

  private void awaitRoom(Caller caller, UnixDatagramSocket target, Deadline deadline)
      throws ErrnoException {
    if (!target.hears(this)) {
      throw Errno.EPERM.exception();
    }
    while (target.isCrowded()) {
      await(caller, target.room(), Readiness.OUT, deadline);
    }
    if (target.isReceiveShut()) {
      throw Errno.EPIPE.exception();
    }
  }

  private boolean isCrowded() {
    return incoming().isFull() && !isReceiveShut();
  }

  /** Returns false when there is no room; ECONNREFUSED when nobody receives it any more. */
  private boolean take(Datagram datagram) throws ErrnoException {
    DatagramQueue.Offer offer = incoming().offer(datagram);
    if (offer == DatagramQueue.Offer.CLOSED) {
      throw Errno.ECONNREFUSED.exception();
    }
    if (offer == DatagramQueue.Offer.FULL) {
      return false;
    }
    queue().wake(Readiness.IN);
    return true;
  }

  /** What those wait for who send here. */
  private Waitable room() {
    return new Waitable() {
      @Override
      public int readiness(int mask) {
        return isCrowded() ? 0 : Readiness.OUT;
      }

      @Override
      public void addWaiter(Waiter waiter, int mask) {
        incoming().senders().add(waiter, mask);
      }

      @Override
      public void removeWaiter(Waiter waiter) {
        incoming().senders().remove(waiter);
      }
    };
  }

  @Override
  boolean hasRoom() {
    UnixDatagramSocket target = peer();
    return target == null || !target.isCrowded();
  }

  @Override
  public SocketAddress localAddress() {
    return boundAddress();
  }

  @Override
  public SocketAddress remoteAddress() throws ErrnoException {
    UnixDatagramSocket target = peer();
    if (target == null) {
      throw Errno.ENOTCONN.exception();
    }
    return target.boundAddress();
  }

  @Override
  protected void release() {
    super.release();
    meet(null);
  }
}
