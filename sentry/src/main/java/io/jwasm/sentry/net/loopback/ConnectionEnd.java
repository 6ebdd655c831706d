package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.WaitQueue;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * One of the two ends of a connection, with the bytes that are on their way to it. Nothing here
 * waits; who has to is woken through the queues of the sockets.
 *
 * <p>Locks: one of both ends guards everything. Waiters are woken after it was given up: who is
 * about to wait looks once more before it does.
 */
final class ConnectionEnd {
  /** What a transfer answers that has to wait. */
  static final long WOULD_BLOCK = -1;

  private static final int ALL = Readiness.IN | Readiness.OUT;

  /** A writer goes on when this part of the buffer is free, and not for each byte. */
  private static final int FREE_SHARE = 4;

  private final Object lock;
  private final WaitQueue queue;
  private final SocketOptions options;
  private final boolean unix;
  private final SocketAddress local;
  private final ByteRing incoming;

  /** Set once, before anybody else sees this. */
  private ConnectionEnd peer;

  private boolean receiveShut;
  private boolean sendShut;
  private boolean closed;

  /** Whether the peer ended the connection without having read everything. */
  private boolean reset;

  private Errno error;

  private ConnectionEnd(Object lock, LoopbackSocket socket, SocketAddress local) {
    this.lock = lock;
    this.queue = socket.queue();
    this.options = socket.options();
    this.unix = socket.family() == SocketFamily.UNIX;
    this.local = local;
    this.incoming = new ByteRing(socket.network().memory());
  }

  /** Connects two sockets and returns the first one's end. */
  static ConnectionEnd pair(
      LoopbackSocket socket, SocketAddress local, LoopbackSocket other, SocketAddress remote) {
    Object lock = new Object();
    ConnectionEnd end = new ConnectionEnd(lock, socket, local);
    end.peer = new ConnectionEnd(lock, other, remote);
    end.peer.peer = end;
    return end;
  }

  ConnectionEnd peer() {
    return peer;
  }

  /** Returns its address, in the form of the tables. */
  SocketAddress local() {
    return local;
  }

  /** Returns how many bytes can be read; needs no lock. */
  int available() {
    return incoming.used();
  }

  /**
   * Reads what is there; 0 at the end, or WOULD_BLOCK.
   *
   * <p>Errors: that of the connection, once, when the same receive has not got anything before.
   *
   * @param before how many bytes it has got
   */
  long read(IoSequence dst, int flags, long before) throws ErrnoException {
    long count;
    boolean roomCame;
    synchronized (lock) {
      if (incoming.used() == 0) {
        return atEnd(before) ? 0 : WOULD_BLOCK;
      }
      if (OpenFlags.has(flags, MessageHeader.PEEK)) {
        return incoming.peek(dst);
      }
      boolean roomBefore = peer.hasRoom();
      count = incoming.get(dst);
      roomCame = !roomBefore && peer.hasRoom();
    }
    if (roomCame) {
      peer.queue.wake(Readiness.OUT);
    }
    return count;
  }

  private boolean atEnd(long before) throws ErrnoException {
    if (error != null && before == 0) {
      throw takeError().exception();
    }
    return error != null || ended();
  }

  private boolean ended() {
    return receiveShut || peer.sendShut || peer.closed;
  }

  /**
   * Writes what there is room for; returns how many bytes, or WOULD_BLOCK.
   *
   * <p>Errors: that of the connection, once, when the same send has not brought anything away
   * before; EPIPE; ENOBUFS.
   *
   * @param before how many bytes it has brought away
   */
  long write(IoSequence src, long before) throws ErrnoException {
    long count;
    synchronized (lock) {
      if (error != null && before == 0) {
        throw takeError().exception();
      }
      if (isBroken()) {
        throw Errno.EPIPE.exception();
      }
      if (peer.receiveShut) {
        // TCP has no way to tell that nobody reads.
        count = src.remaining();
        src.skip(count);
        return count;
      }
      count = peer.incoming.put(src, capacity());
    }
    if (count == 0) {
      return WOULD_BLOCK;
    }
    peer.queue.wake(Readiness.IN);
    return count;
  }

  private boolean isBroken() {
    return sendShut || peer.closed || (unix && peer.receiveShut);
  }

  /** Returns how many bytes may be on their way to the peer. */
  private int capacity() {
    return Math.min(options.sendBytes(), peer.options.receiveBytes());
  }

  private boolean hasRoom() {
    return peer.incoming.room(capacity()) >= capacity() / FREE_SHARE;
  }

  int readiness() {
    synchronized (lock) {
      boolean failed = error != null;
      boolean in = incoming.used() > 0 || failed || ended();
      boolean out = failed || isBroken() || peer.receiveShut || hasRoom();
      boolean hungUp = reset || (unix && peer.closed) || (sendShut && ended());
      return (in ? Readiness.IN : 0)
          | (out ? Readiness.OUT : 0)
          | (failed ? Readiness.ERR : 0)
          | (hungUp ? Readiness.HUP : 0);
    }
  }

  /** What a receive waits for that wants so many bytes at once, as far as they fit, or the end. */
  Waitable atLeast(long wantedBytes) {
    return new Waitable() {
      @Override
      public int readiness(int mask) {
        synchronized (lock) {
          boolean enough = incoming.used() >= wantedBytes || !peer.hasRoom();
          return enough || error != null || ended() ? Readiness.IN : 0;
        }
      }

      @Override
      public void addWaiter(Waiter waiter, int mask) {
        queue.add(waiter, mask);
      }

      @Override
      public void removeWaiter(Waiter waiter) {
        queue.remove(waiter);
      }
    };
  }

  void shutdown(Shutdown how) {
    synchronized (lock) {
      receiveShut |= how != Shutdown.WRITE;
      sendShut |= how != Shutdown.READ;
    }
    wakeBoth();
  }

  /** Makes everybody look again who waits for room. */
  void wakeBoth() {
    queue.wake(ALL);
    peer.queue.wake(ALL);
  }

  /** Ends the connection; without the usual end when bytes were not read. */
  void close() {
    synchronized (lock) {
      if (incoming.used() > 0) {
        resetPeer();
      }
      end();
    }
    wakeBoth();
  }

  /** Ends the connection as one that failed. */
  void abort() {
    synchronized (lock) {
      resetPeer();
      end();
    }
    wakeBoth();
  }

  private void resetPeer() {
    if (!closed && !peer.closed) {
      peer.error = Errno.ECONNRESET;
      peer.reset = true;
    }
  }

  private void end() {
    closed = true;
    incoming.release();
  }

  /** Returns the error that waits for the socket, and forgets it; null for none. */
  Errno takeError() {
    synchronized (lock) {
      Errno taken = error;
      error = null;
      return taken;
    }
  }
}
