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
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * A stream: TCP, or one of the UNIX domain.
 *
 * <p>Locks: its own guards its state.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
final class StreamSocket extends LoopbackSocket {
  private enum State {
    UNCONNECTED,
    LISTENING,
    CONNECTING,
    CONNECTED,
    CLOSED
  }

  private State state = State.UNCONNECTED;

  /** Its own, or the one that it waits for to be connected; else null. */
  private Listener listener;

  /** Where it is being connected to, in the form of the tables. */
  private SocketAddress destination;

  private SocketAddress source;

  /** Why it was not connected. */
  private Errno error;

  /** Set once, when it is connected. */
  private volatile ConnectionEnd end;

  StreamSocket(LoopbackNetwork network, SocketFamily family) throws ErrnoException {
    super(network, family, SocketType.STREAM);
  }

  @Override
  protected void listen(int backlog) throws ErrnoException {
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
        if (family() != SocketFamily.UNIX) {
          network().ports(SocketType.STREAM).open(bound());
        } else if (boundAddress() instanceof SocketAddress.Unix name && name.path().isEmpty()) {
          throw Errno.EINVAL.exception();
        }
        listener = newListener;
        state = State.LISTENING;
      }
      case LISTENING, CONNECTING, CONNECTED, CLOSED -> throw Errno.EINVAL.exception();
    }
  }

  private synchronized Listener listener() throws ErrnoException {
    if (state != State.LISTENING) {
      throw Errno.EINVAL.exception();
    }
    return listener;
  }

  @Override
  protected Socket accept(Caller caller) throws ErrnoException {
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
    StreamSocket server = new StreamSocket(network(), family());
    server.options().inherit(options());
    if (!client.establish(server)) {
      server.drop();
      return null;
    }
    return server;
  }

  private boolean establish(StreamSocket server) {
    synchronized (this) {
      if (state != State.CONNECTING) {
        return false;
      }
      ConnectionEnd own = ConnectionEnd.pair(this, source, server, destination);
      // Nobody has seen the server yet.
      server.end = own.peer();
      server.state = State.CONNECTED;
      end = own;
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
  protected void connect(Caller caller, SocketAddress peer) throws ErrnoException {
    acquire();
    try {
      Listener target = begin(peer);
      boolean begun = false;
      try {
        boolean fails = family() == SocketFamily.UNIX && isNonblocking();
        target.connect(this, fails ? Listener.Full.FAILS : Listener.Full.WAITS);
        begun = true;
      } finally {
        if (!begun) {
          giveUp();
        }
      }
      awaitConnection(caller, Errno.EINPROGRESS);
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
    StreamSocket found;
    SocketAddress to;
    SocketAddress from;
    if (family() == SocketFamily.UNIX) {
      found = named(peer);
      to = found.boundAddress();
      from = boundAddress();
    } else {
      SocketAddress.Inet address = LoopbackAddress.destination(family(), peer, v6());
      SocketAddress.Inet own = source(address);
      found = (StreamSocket) network().ports(SocketType.STREAM).find(address, own);
      to = address;
      from = own;
    }
    Listener target = found == null ? null : found.ownListener();
    if (target == null) {
      throw Errno.ECONNREFUSED.exception();
    }
    synchronized (this) {
      if (state != State.UNCONNECTED) {
        throw Errno.EALREADY.exception();
      }
      state = State.CONNECTING;
      listener = target;
      destination = to;
      source = from;
    }
    return target;
  }

  private StreamSocket named(SocketAddress peer) throws ErrnoException {
    if (!(peer instanceof SocketAddress.Unix name)) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    if (network().names().find(name.path()) instanceof StreamSocket stream) {
      return stream;
    }
    throw Errno.EPROTOTYPE.exception();
  }

  private synchronized Listener ownListener() {
    return state == State.LISTENING ? listener : null;
  }

  private synchronized void giveUp() {
    if (state == State.CONNECTING) {
      state = State.UNCONNECTED;
      listener = null;
    }
  }

  /** Waits until it is connected, or is known not to be; {@code late} when it has no time. */
  private void awaitConnection(Caller caller, Errno late) throws ErrnoException {
    Deadline deadline = deadline(options().sendTimeoutNanos());
    while (isConnecting()) {
      try {
        await(caller, this, Readiness.OUT, deadline);
      } catch (ErrnoException e) {
        throw (e.errno() == Errno.EAGAIN ? late : e.errno()).exception();
      }
    }
    if (end == null) {
      throwError();
    }
  }

  private synchronized boolean isConnecting() {
    return state == State.CONNECTING;
  }

  private synchronized void throwError() throws ErrnoException {
    if (error != null) {
      Errno taken = error;
      error = null;
      throw taken.exception();
    }
  }

  /** Returns its end of the connection, after one that is being made is there. */
  private ConnectionEnd connection(Caller caller) throws ErrnoException {
    if (end == null) {
      awaitConnection(caller, Errno.EAGAIN);
    }
    return connection();
  }

  private ConnectionEnd connection() throws ErrnoException {
    ConnectionEnd connection = end;
    if (connection == null) {
      throw Errno.ENOTCONN.exception();
    }
    return connection;
  }

  @Override
  public long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException {
    if (header != null) {
      header.fill(null, false);
    }
    acquire();
    try {
      ConnectionEnd from = connection(caller);
      return dst.remaining() == 0 ? 0 : receive(caller, from, dst, flags);
    } finally {
      drop();
    }
  }

  private long receive(Caller caller, ConnectionEnd from, IoSequence dst, int flags)
      throws ErrnoException {
    Deadline deadline = deadline(options().receiveTimeoutNanos());
    boolean all = OpenFlags.has(flags, MessageHeader.WAITALL);
    boolean peek = OpenFlags.has(flags, MessageHeader.PEEK);
    if (all && peek && !isNonblocking()) {
      await(caller, from.atLeast(dst.remaining()), Readiness.IN, deadline);
    }
    long moved = 0;
    try {
      while (true) {
        long count = from.read(dst, flags, moved);
        if (count == ConnectionEnd.WOULD_BLOCK) {
          awaitInput(caller, deadline);
          continue;
        }
        moved += count;
        if (count == 0 || dst.remaining() == 0 || !all || peek) {
          return moved;
        }
      }
    } catch (ErrnoException e) {
      if (moved == 0) {
        throw e;
      }
      return moved;
    }
  }

  @Override
  public long send(Caller caller, IoSequence src) throws ErrnoException {
    acquire();
    try {
      return send(caller, connection(caller), src);
    } finally {
      drop();
    }
  }

  private long send(Caller caller, ConnectionEnd to, IoSequence src) throws ErrnoException {
    Deadline deadline = deadline(options().sendTimeoutNanos());
    long moved = 0;
    try {
      while (src.remaining() > 0) {
        long count = to.write(src, moved);
        if (count == ConnectionEnd.WOULD_BLOCK) {
          await(caller, this, Readiness.OUT, deadline);
        } else {
          moved += count;
        }
      }
    } catch (ErrnoException e) {
      if (moved == 0) {
        throw e;
      }
    }
    return moved;
  }

  /** As {@link Socket#sendTo}; a stream goes to its peer. */
  @Override
  protected long sendTo(Caller caller, IoSequence src, SocketAddress peer) throws ErrnoException {
    return send(caller, src);
  }

  @Override
  public void shutdown(Shutdown how) throws ErrnoException {
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
      if (family() != SocketFamily.UNIX) {
        network().ports(SocketType.STREAM).shut(bound());
      }
    }
    stopped.close();
    queue().wake(Readiness.IN);
    return true;
  }

  @Override
  public SocketAddress localAddress() {
    ConnectionEnd connection = end;
    return seen(connection == null ? boundAddress() : connection.local());
  }

  @Override
  public SocketAddress remoteAddress() throws ErrnoException {
    return seen(connection().peer().local());
  }

  @Override
  public long option(SocketOption option) throws ErrnoException {
    return option == SocketOption.ACCEPTS ? (ownListener() == null ? 0 : 1) : super.option(option);
  }

  @Override
  Errno takeError() {
    ConnectionEnd connection = end;
    if (connection != null) {
      return connection.takeError();
    }
    synchronized (this) {
      Errno taken = error;
      error = null;
      return taken;
    }
  }

  @Override
  void resized() {
    ConnectionEnd connection = end;
    if (connection != null) {
      connection.wakeBoth();
    }
  }

  @Override
  public boolean hasInput() {
    return end.available() > 0;
  }

  @Override
  public long available() {
    ConnectionEnd connection = end;
    return connection == null ? 0 : connection.available();
  }

  @Override
  public int readiness(int mask) {
    ConnectionEnd connection = end;
    int ready = connection == null ? unconnectedReadiness() : connection.readiness();
    return ready & (mask | Readiness.HUP | Readiness.ERR);
  }

  private int unconnectedReadiness() {
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

  /** Ends a connection that nobody has accepted. */
  void abort() {
    end.abort();
    drop();
  }

  @Override
  protected void release() {
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
      case CONNECTED -> close(end);
      case UNCONNECTED, CLOSED -> {}
    }
  }

  private void close(ConnectionEnd connection) {
    if (options().abortsOnClose() && family() != SocketFamily.UNIX) {
      connection.abort();
    } else {
      connection.close();
    }
  }
}
