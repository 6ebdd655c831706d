package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that a listening socket has not accepted yet, and the clients for whom there was
 * no room among them.
 *
 * <p>Locks: its own guards everything; the clients' are taken under it.
 */
final class Listener {
  private final StreamSocket owner;

  /** Sockets of this side, connected. */
  private final Deque<StreamSocket> ready = new ArrayDeque<>();

  /** Sockets of the other side, in their order; one that is closed leaves. */
  private final Set<StreamSocket> waiting = new LinkedHashSet<>();

  private int backlog;
  private boolean closed;

  Listener(StreamSocket owner, int backlog) {
    this.owner = owner;
    this.backlog = backlog;
  }

  synchronized void resize(int newBacklog) {
    backlog = newBacklog;
  }

  /** Returns whether there is a connection to be accepted. */
  synchronized boolean hasReady() {
    return !ready.isEmpty();
  }

  /**
   * Connects a client, or has it wait until there is room.
   *
   * <p>Errors: ECONNREFUSED; ENOBUFS; EAGAIN when there is no room and it does not want to wait.
   */
  void connect(StreamSocket client, Full full) throws ErrnoException {
    synchronized (this) {
      if (closed) {
        throw Errno.ECONNREFUSED.exception();
      }
      if (!hasRoom() && full == Full.FAILS) {
        throw Errno.EAGAIN.exception();
      }
      if (!hasRoom()) {
        waiting.add(client);
        return;
      }
      establish(client);
    }
    owner.queue().wake(Readiness.IN);
  }

  /** What becomes of a client for whom there is no room. */
  enum Full {
    WAITS,
    FAILS
  }

  /** One more than the backlog, as in Linux. */
  private boolean hasRoom() {
    return ready.size() <= backlog;
  }

  private void establish(StreamSocket client) throws ErrnoException {
    StreamSocket server = owner.connectedTo(client);
    if (server != null) {
      ready.addLast(server);
    }
  }

  /** Returns the oldest connection, or null, and lets one that waits take its place. */
  synchronized StreamSocket poll() {
    StreamSocket first = ready.pollFirst();
    while (!waiting.isEmpty() && hasRoom()) {
      StreamSocket client = waiting.iterator().next();
      waiting.remove(client);
      try {
        establish(client);
      } catch (ErrnoException e) {
        client.fail(e.errno());
      }
    }
    return first;
  }

  /** Forgets a client that waits. */
  synchronized void cancel(StreamSocket client) {
    waiting.remove(client);
  }

  /** Refuses everybody from now on, and ends what was not accepted. */
  void close() {
    List<StreamSocket> lost;
    List<StreamSocket> refused;
    synchronized (this) {
      closed = true;
      lost = new ArrayList<>(ready);
      refused = new ArrayList<>(waiting);
      ready.clear();
      waiting.clear();
    }
    for (StreamSocket client : refused) {
      client.fail(Errno.ECONNREFUSED);
    }
    for (StreamSocket server : lost) {
      server.abort();
      server.drop();
    }
  }
}
