package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.vfs.Caller;

/**
 * A stream: TCP, or one of the UNIX domain.
 *
 * <p>Locks: its own guards its state.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
abstract class StreamSocket extends StreamTransfer {
  private enum State {
    UNCONNECTED,
    LISTENING,
    CONNECTING,
    CONNECTED,
    CLOSED
  }

  /**
   * The way to a peer.
   *
   * @param listening who is found there, or null
   * @param source in the form of the tables, as the other
   */
  record Route(StreamSocket listening, SocketAddress source, SocketAddress destination) {}

  private State state = State.UNCONNECTED;

  /** Its own, or the one that it waits for to be connected; else null. */
  private Listener listener;

  /** Where it is being connected to. */
  private Route route;

  /** Why it was not connected. */
  private Errno error;

  StreamSocket(LoopbackNetwork network, SocketFamily family) throws ErrnoException {
    super(network, family);
  }

  @Override
  protected final void listen(int backlog) throws ErrnoException {
    acquire();
    try {
      startListening(backlog);
    } finally {
      drop();
    }
  }

  private void startListening(int backlog) throws ErrnoException {
    Listener own = ownListener();
    if (own != null) {
      own.resize(backlog);
    } else {
      become(new Listener(this, backlog));
    }
  }

  private synchronized void become(Listener newListener) throws ErrnoException {
    switch (state) {
      case UNCONNECTED -> {
        open();
        listener = newListener;
        state = State.LISTENING;
      }
      case LISTENING, CONNECTING, CONNECTED, CLOSED -> throw Errno.EINVAL.exception();
    }
  }

  /**
   * Has it be found where it is bound.
   *
   * <p>Errors: those of {@link Socket#listen}.
   */
  abstract void open() throws ErrnoException;

  /** Takes back {@link #open}. */
  abstract void shut() throws ErrnoException;

  private synchronized Listener listener() throws ErrnoException {
    if (state != State.LISTENING) {
      throw Errno.EINVAL.exception();
    }
    return listener;
  }

  @Override
  protected final Socket accept(Caller caller) throws ErrnoException {
    acquire();
    try {
      Deadline deadline = deadline(options().receiveTimeoutNanos());
      while (true) {
        StreamSocket connection = listener().poll();
        if (connection != null) {
          return connection;
        }
        await(caller, this, Readiness.IN, deadline);
      }
    } finally {
      drop();
    }
  }

  /**
   * Makes the other side of a client's connection; null when the client has gone. Called with the
   * listener's lock held.
   *
   * <p>Errors: ENOBUFS.
   */
  StreamSocket connectedTo(StreamSocket client) throws ErrnoException {
    StreamSocket server = another();
    server.options().inherit(options());
    if (!client.establish(server)) {
      server.drop();
      return null;
    }
    return server;
  }

  /** Returns a new socket of its kind. */
  abstract StreamSocket another() throws ErrnoException;

  private boolean establish(StreamSocket server) {
    synchronized (this) {
      if (state != State.CONNECTING) {
        return false;
      }
      ConnectionEnd own = ConnectionEnd.pair(this, route.source(), server, route.destination());
      // Nobody has seen the server yet.
      server.connected(own.peer());
      server.state = State.CONNECTED;
      connected(own);
      listener = null;
      state = State.CONNECTED;
    }
    queue().wake(Readiness.OUT);
    return true;
  }

  /** Says why it was not connected. */
  void fail(Errno reason) {
    synchronized (this) {
      if (state == State.CONNECTING) {
        state = State.UNCONNECTED;
        listener = null;
        error = reason;
      }
    }
    queue().wake(Readiness.OUT | Readiness.ERR);
  }

  @Override
  protected final void connect(Caller caller, SocketAddress peer) throws ErrnoException {
    acquire();
    try {
      Listener target = begin(peer);
      boolean begun = false;
      try {
        target.connect(this, whenFull());
        begun = true;
      } finally {
        if (!begun) {
          giveUp();
        }
      }
      awaitConnection(caller, Errno.EINPROGRESS);
      if (!isConnected()) {
        throw Errno.ECONNABORTED.exception(); // another task has taken the reason
      }
    } finally {
      drop();
    }
  }

  private Listener begin(SocketAddress peer) throws ErrnoException {
    synchronized (this) {
      switch (state) {
        case UNCONNECTED -> throwError();
        case CONNECTING -> throw Errno.EALREADY.exception();
        case LISTENING, CONNECTED -> throw Errno.EISCONN.exception();
        case CLOSED -> throw Errno.EBADF.exception();
      }
    }
    Route to = route(peer);
    Listener target = to.listening() == null ? null : to.listening().ownListener();
    if (target == null) {
      throw Errno.ECONNREFUSED.exception();
    }
    synchronized (this) {
      if (state != State.UNCONNECTED) {
        throw Errno.EALREADY.exception();
      }
      state = State.CONNECTING;
      listener = target;
      route = to;
    }
    return target;
  }

  /** Returns the way to a peer; the errors of {@link Socket#connect}. */
  abstract Route route(SocketAddress peer) throws ErrnoException;

  /** Returns what becomes of it when the listener has no room. */
  abstract Listener.Full whenFull();

  private synchronized Listener ownListener() {
    return state == State.LISTENING ? listener : null;
  }

  private synchronized void giveUp() {
    if (state == State.CONNECTING) {
      state = State.UNCONNECTED;
      listener = null;
    }
  }

  @Override
  final void awaitConnection(Caller caller, Errno late) throws ErrnoException {
    Deadline deadline = deadline(options().sendTimeoutNanos());
    while (isConnecting()) {
      try {
        await(caller, this, Readiness.OUT, deadline);
      } catch (ErrnoException e) {
        throw (e.errno() == Errno.EAGAIN ? late : e.errno()).exception();
      }
    }
    if (!isConnected()) {
      throwError();
    }
  }

  private synchronized boolean isConnecting() {
    return state == State.CONNECTING;
  }

  private void throwError() throws ErrnoException {
    Errno reason = takeFailure();
    if (reason != null) {
      throw reason.exception();
    }
  }

  @Override
  final synchronized Errno takeFailure() {
    Errno taken = error;
    error = null;
    return taken;
  }

  @Override
  public final void shutdown(Shutdown how) throws ErrnoException {
    acquire();
    try {
      if (how == Shutdown.WRITE || !stopListening()) {
        connection().shutdown(how);
      }
    } finally {
      drop();
    }
  }

  /** As in Linux, who shuts a listening socket's reading down wakes those who accept. */
  private boolean stopListening() throws ErrnoException {
    Listener stopped;
    synchronized (this) {
      if (state != State.LISTENING) {
        return false;
      }
      stopped = listener;
      listener = null;
      state = State.UNCONNECTED;
      shut();
    }
    stopped.close();
    queue().wake(Readiness.IN);
    return true;
  }

  @Override
  public final long option(SocketOption option) throws ErrnoException {
    return option == SocketOption.ACCEPTS ? (ownListener() == null ? 0 : 1) : super.option(option);
  }

  @Override
  final int unconnectedReadiness() {
    Listener own = ownListener();
    if (own != null) {
      return own.hasReady() ? Readiness.IN : 0;
    }
    synchronized (this) {
      return state == State.UNCONNECTED
          ? Readiness.OUT | Readiness.HUP | (error == null ? 0 : Readiness.ERR)
          : 0;
    }
  }

  @Override
  protected final void release() {
    State last;
    Listener of;
    synchronized (this) {
      last = state;
      of = listener;
      state = State.CLOSED;
      listener = null;
    }
    super.release();
    switch (last) {
      case LISTENING -> of.close();
      case CONNECTING -> of.cancel(this);
      case CONNECTED -> disconnect();
      case UNCONNECTED, CLOSED -> {}
    }
  }
}
