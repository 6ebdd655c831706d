package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * What goes over the connection of a stream, when it has one.
 *
 * <p>Locks: none but those of the connection.
 */
abstract class StreamTransfer extends LoopbackSocket {
  private volatile ConnectionEnd end;

  StreamTransfer(LoopbackNetwork network, SocketFamily family) throws ErrnoException {
    super(network, family, SocketType.STREAM);
  }

  /** Gives it its connection, once. */
  final void connected(ConnectionEnd newEnd) {
    end = newEnd;
  }

  final boolean isConnected() {
    return end != null;
  }

  /** Waits until it is connected, or is known not to be; fails as told when it has no time. */
  abstract void awaitConnection(Caller caller, Errno late) throws ErrnoException;

  /** Returns the error of a connection that was not made, and forgets it. */
  abstract Errno takeFailure();

  /** Returns what it is ready for while it has no connection. */
  abstract int unconnectedReadiness();

  /** Returns its end of the connection, after one that is being made is there. */
  final ConnectionEnd connection(Caller caller) throws ErrnoException {
    if (end == null) {
      awaitConnection(caller, Errno.EAGAIN);
    }
    return connection();
  }

  final ConnectionEnd connection() throws ErrnoException {
    ConnectionEnd connection = end;
    if (connection == null) {
      throw Errno.ENOTCONN.exception();
    }
    return connection;
  }

  @Override
  public final long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
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
  public final long send(Caller caller, IoSequence src) throws ErrnoException {
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
  protected final long sendTo(Caller caller, IoSequence src, SocketAddress peer)
      throws ErrnoException {
    return send(caller, src);
  }

  @Override
  public final SocketAddress localAddress() {
    ConnectionEnd connection = end;
    return seen(connection == null ? boundAddress() : connection.local());
  }

  @Override
  public final SocketAddress remoteAddress() throws ErrnoException {
    return seen(connection().peer().local());
  }

  @Override
  final Errno takeError() {
    ConnectionEnd connection = end;
    return connection == null ? takeFailure() : connection.takeError();
  }

  @Override
  final void resized() {
    ConnectionEnd connection = end;
    if (connection != null) {
      connection.wakeBoth();
    }
  }

  @Override
  public final boolean hasInput() {
    return end.available() > 0;
  }

  @Override
  public final long available() {
    ConnectionEnd connection = end;
    return connection == null ? 0 : connection.available();
  }

  @Override
  public final int readiness(int mask) {
    ConnectionEnd connection = end;
    int ready = connection == null ? unconnectedReadiness() : connection.readiness();
    return ready & (mask | Readiness.HUP | Readiness.ERR);
  }

  /** Ends the connection as one that failed. */
  final void abort() {
    end.abort();
  }

  /** Ends the connection as {@code close(2)} does. */
  final void disconnect() {
    if (options().abortsOnClose() && family() != SocketFamily.UNIX) {
      abort();
    } else {
      end.close();
    }
  }
}
