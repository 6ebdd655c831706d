package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * A socket; Linux's {@code struct socket}. What a stack does for it is protected: {@link Network}
 * asks the policy before, so that no stack has to.
 *
 * <p>Every operation that waits does so in {@link Caller#block}, and is EAGAIN instead when the
 * socket is NONBLOCK.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public abstract class Socket extends FileDescription {
  /** Most connections that wait to be accepted, Linux's {@code SOMAXCONN}. */
  public static final int MAX_BACKLOG = 4096;

  private final SocketFamily family;
  private final SocketType socketType;
  private volatile NetworkPolicy policy = NetworkPolicy.OPEN;
  private volatile boolean handedOver;

  protected Socket(SocketFamily family, SocketType socketType) {
    super(OpenFlags.READ | OpenFlags.WRITE);
    this.family = family;
    this.socketType = socketType;
  }

  @Override
  public final FileType type() {
    return FileType.SOCKET;
  }

  public final SocketFamily family() {
    return family;
  }

  public final SocketType socketType() {
    return socketType;
  }

  /** Has a policy decide from whom this socket, and what it accepts, takes anything. */
  final void govern(NetworkPolicy newPolicy) {
    policy = newPolicy;
  }

  /** Returns whether everything may be taken, so that nobody has to ask whose it is. */
  protected final boolean admitsAll() {
    return policy == NetworkPolicy.OPEN;
  }

  /** Returns whether a datagram of a peer may be taken; others are dropped unseen. */
  protected final boolean admits(SocketAddress peer) throws ErrnoException {
    return policy == NetworkPolicy.OPEN || policy.admits(socketType, localAddress(), peer);
  }

  /** Returns whether the program was given it at its start, in the place of a preopen. */
  public final boolean isHandedOver() {
    return handedOver;
  }

  final void handOver() {
    handedOver = true;
  }

  @Override
  public final long read(Caller caller, IoSequence dst) throws ErrnoException {
    return receive(caller, dst, 0, null);
  }

  @Override
  public final long write(Caller caller, IoSequence src) throws ErrnoException {
    return send(caller, src);
  }

  /**
   * Receives bytes of the stream or a datagram; returns how many, 0 at the end of a stream. What of
   * a datagram the buffers have no room for is lost.
   *
   * <p>Errors: ENOTCONN; ECONNREFUSED, ECONNRESET, ETIMEDOUT and EHOSTUNREACH of the connection;
   * EAGAIN, also after the receive timeout; EINTR.
   *
   * <p>Blocking: until there is a byte or a datagram; with WAITALL until the buffers are full.
   *
   * @param flags {@link MessageHeader#PEEK} and {@link MessageHeader#WAITALL}
   * @param header filled with who sent it, or null
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
   */
  public abstract long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException;

  /**
   * Sends to the connected peer; returns how many bytes were taken, of a datagram all. Never raises
   * a signal.
   *
   * <p>Errors: ENOTCONN; EDESTADDRREQ; EPIPE and ECONNRESET when the peer is gone; EMSGSIZE;
   * ECONNREFUSED of an earlier datagram; EAGAIN, also after the send timeout; EINTR.
   *
   * <p>Blocking: a stream until all bytes are taken, unless an error comes after the first.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
   */
  public abstract long send(Caller caller, IoSequence src) throws ErrnoException;

  /**
   * Ends one or both directions of a connection.
   *
   * <p>Errors: ENOTCONN.
   */
  public abstract void shutdown(Shutdown how) throws ErrnoException;

  /** Returns its own address; of a socket that has none, the wildcard with port 0. */
  public abstract SocketAddress localAddress() throws ErrnoException;

  /**
   * Returns the peer's address.
   *
   * <p>Errors: ENOTCONN.
   */
  public abstract SocketAddress remoteAddress() throws ErrnoException;

  /**
   * Sets an option; the host or the stack may round a size.
   *
   * <p>Errors: ENOPROTOOPT for what this kind of socket does not have or that can only be asked;
   * EINVAL for a value that it cannot be.
   */
  public abstract void setOption(SocketOption option, long value) throws ErrnoException;

  /**
   * Returns an option's value.
   *
   * <p>Errors: ENOPROTOOPT.
   */
  public abstract long option(SocketOption option) throws ErrnoException;

  /**
   * Gives it a local address.
   *
   * <p>Errors: EADDRINUSE; EADDRNOTAVAIL; EACCES for a low port without the capability; EINVAL when
   * it has one; EAFNOSUPPORT for an address of another family; of a UNIX name those of a path.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  protected abstract void bind(Caller caller, SocketAddress local) throws ErrnoException;

  /**
   * Lets it take connections.
   *
   * <p>Errors: EOPNOTSUPP (ENOTSUP) for datagrams; EADDRINUSE; EINVAL when it is connected.
   *
   * @param backlog how many may wait, 0 to {@link #MAX_BACKLOG}
   */
  protected abstract void listen(int backlog) throws ErrnoException;

  /**
   * Returns the next connection; the caller has the only reference. It blocks like a new socket.
   *
   * <p>Errors: EINVAL when it does not listen; EOPNOTSUPP (ENOTSUP); ECONNABORTED; EMFILE, ENFILE,
   * ENOMEM; EAGAIN; EINTR.
   *
   * <p>Blocking: until there is one.
   */
  protected abstract Socket accept(Caller caller) throws ErrnoException;

  /**
   * Connects a stream; of a datagram socket sets whom it talks to. NONBLOCK answers EINPROGRESS and
   * OUT readiness tells the end, whose error is {@link SocketOption#ERROR}.
   *
   * <p>Errors: ECONNREFUSED; ETIMEDOUT; ENETUNREACH; EHOSTUNREACH; EISCONN; EALREADY; EINPROGRESS;
   * EADDRNOTAVAIL; EAFNOSUPPORT; EINTR.
   *
   * <p>Blocking: until it is connected.
   */
  protected abstract void connect(Caller caller, SocketAddress peer) throws ErrnoException;

  /**
   * As {@link #send}, of a datagram to an address; a connected stream ignores it.
   *
   * <p>Errors: as {@link #send}; those of reaching an address.
   */
  protected abstract long sendTo(Caller caller, IoSequence src, SocketAddress peer)
      throws ErrnoException;
}
