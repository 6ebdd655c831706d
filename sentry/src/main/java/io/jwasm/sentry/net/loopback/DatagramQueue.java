package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.WaitQueue;
import io.jwasm.sentry.mm.MemoryLimit;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Messages that a socket has not received yet. What is in it is charged; who puts one in has
 * charged it, and who takes one out gives that back here.
 *
 * <p>Locks: its own guards everything. Senders are woken after it was given up.
 */
final class DatagramQueue {
  /** What became of a message. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final MemoryLimit limit;
  private final SocketOptions options;
  private final WaitQueue senders = new WaitQueue();
  private final Deque<Datagram> queue = new ArrayDeque<>(1);
  private long queuedBytes;
  private boolean closed;

  /** Read without the lock by who waits for it to change. */
  private volatile int count;

  DatagramQueue(MemoryLimit limit, SocketOptions options) {
    this.limit = limit;
    this.options = options;
  }

  /** Returns who waits for room. */
  WaitQueue senders() {
    return senders;
  }

  /** Returns how many messages there are; needs no lock. */
  int count() {
    return count;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Returns whether nothing more is taken; the last one may be longer than what was left. */
  synchronized boolean isFull() {
    return !closed && queuedBytes >= options.receiveBytes();
  }

  synchronized Offer offer(Datagram datagram) {
    if (closed) {
      return Offer.CLOSED;
    }
    if (isFull()) {
      return Offer.FULL;
    }
    queue.addLast(datagram);
    queuedBytes += datagram.costBytes();
    count = queue.size();
    return Offer.TAKEN;
  }

  /** Returns the oldest message and leaves it there; null for none. */
  synchronized Datagram peek() {
    return queue.peekFirst();
  }

  /** Takes the oldest message out; null for none. */
  Datagram poll() {
    Datagram first;
    synchronized (this) {
      first = queue.pollFirst();
      if (first == null) {
        return null;
      }
      queuedBytes -= first.costBytes();
      count = queue.size();
    }
    limit.uncharge(first.costBytes());
    senders.wake(Readiness.OUT);
    return first;
  }

  /** Forgets all messages and takes no more. */
  void close() {
    synchronized (this) {
      closed = true;
      limit.uncharge(queuedBytes);
      queue.clear();
      queuedBytes = 0;
      count = 0;
    }
    senders.wake(Readiness.OUT);
  }
}
