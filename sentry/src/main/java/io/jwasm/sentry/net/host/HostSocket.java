package io.jwasm.sentry.net.host;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.HostSockets;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.SocketPlaces;
import io.jwasm.sentry.vfs.Stat;

/** A socket of the host: what streams and datagrams have in common. */
abstract class HostSocket extends Socket {
  private static final int ALL_PERMISSIONS = 0777;

  /** Of the host; whoever uses it holds a reference, so that its number stays this file's. */
  final int fd;

  final HostOptions options;
  private final SocketPlaces places;

  /** Takes over a descriptor. */
  HostSocket(SocketFamily family, SocketType type, int fd, SocketPlaces places) {
    super(family, type);
    this.fd = fd;
    this.places = places;
    this.options = new HostOptions(family, type);
  }

  @Override
  protected final void bind(Caller caller, SocketAddress local) throws ErrnoException {
    byte[] sockaddr =
        checked(local) instanceof SocketAddress.Unix unix
            ? Sockaddr.of(places.toBind(caller, unix.path()))
            : Sockaddr.of((SocketAddress.Inet) local);
    acquire();
    try {
      if (family() == SocketFamily.UNIX) {
        // The host's umask is none, and is everybody's: the name has the mode that the socket has.
        HostErrors.check(HostSockets.mode(fd, ALL_PERMISSIONS & ~caller.umask()));
      }
      HostErrors.check(HostSockets.bind(fd, sockaddr));
    } finally {
      drop();
    }
  }

  /** Returns the address for the host of somebody else's socket. */
  final byte[] sockaddr(Caller caller, SocketAddress peer) throws ErrnoException {
    return checked(peer) instanceof SocketAddress.Unix unix
        ? Sockaddr.of(places.toConnect(caller, unix.path()))
        : Sockaddr.of((SocketAddress.Inet) peer);
  }

  private SocketAddress checked(SocketAddress address) throws ErrnoException {
    if (address.family() != family()) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    return address;
  }

  /** Returns the address that the host has stored, as programs see it; null for none. */
  final SocketAddress address(byte[] sockaddr) {
    return family() == SocketFamily.UNIX
        ? new SocketAddress.Unix(places.shown(Sockaddr.place(sockaddr)))
        : Sockaddr.inet(sockaddr);
  }

  @Override
  protected final void listen(int backlog) throws ErrnoException {
    acquire();
    try {
      HostErrors.check(HostSockets.listen(fd, backlog));
    } finally {
      drop();
    }
  }

  @Override
  protected final Socket accept(Caller caller) throws ErrnoException {
    acquire();
    try {
      int accepted = HostSockets.accept(fd);
      while (accepted < 0) {
        await(caller, accepted, Readiness.IN, options.receiveWaitNanos());
        accepted = HostSockets.accept(fd);
      }
      HostSocket connection = new HostStreamSocket(family(), accepted, places);
      if (family() != SocketFamily.UNIX) {
        connection.options.inherit(options);
      }
      return connection;
    } finally {
      drop();
    }
  }

  @Override
  protected final void connect(Caller caller, SocketAddress peer) throws ErrnoException {
    byte[] sockaddr = sockaddr(caller, peer);
    acquire();
    try {
      int outcome = HostSockets.connect(fd, sockaddr);
      HostNap nap = new HostNap(options.sendWaitNanos());
      while (outcome < 0) {
        awaitConnection(caller, outcome, nap);
        // Asked for once more the host says what became of it; also to whom asks later.
        outcome = HostSockets.connect(fd, sockaddr);
      }
    } finally {
      drop();
    }
  }

  private void awaitConnection(Caller caller, int failure, HostNap nap) throws ErrnoException {
    boolean waits = !OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK);
    switch (-failure) {
      case HostConstants.EINPROGRESS, HostConstants.EALREADY -> {
        if (!waits) {
          HostErrors.check(failure);
        }
        if (!caller.block(this, Readiness.OUT, options.sendWaitNanos())) {
          throw Errno.EINPROGRESS.exception();
        }
      }
      case HostConstants.EAGAIN -> {
        // As many wait for a listener of the UNIX domain as may.
        if (!waits) {
          throw Errno.EAGAIN.exception();
        }
        nap.take(caller);
      }
      case HostConstants.EINTR -> {}
      default -> HostErrors.check(failure);
    }
  }

  /**
   * Waits after a transfer that did not come about; returns when it is to be tried again.
   *
   * <p>Errors: EAGAIN when the socket is NONBLOCK or the time is over; EINTR; the failure itself.
   */
  final void await(Caller caller, long failure, int mask, long waitNanos) throws ErrnoException {
    if (failure == -HostConstants.EAGAIN) {
      if (OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK)
          || !caller.block(this, mask, waitNanos)) {
        throw Errno.EAGAIN.exception();
      }
    } else if (failure != -HostConstants.EINTR) {
      throw HostErrors.fromNumber((int) -failure).exception();
    }
  }

  @Override
  public final void shutdown(Shutdown how) throws ErrnoException {
    int direction =
        switch (how) {
          case READ -> HostConstants.SHUT_RD;
          case WRITE -> HostConstants.SHUT_WR;
          case BOTH -> HostConstants.SHUT_RDWR;
        };
    acquire();
    try {
      HostErrors.check(HostSockets.shutdown(fd, direction));
    } finally {
      drop();
    }
  }

  @Override
  public final SocketAddress localAddress() throws ErrnoException {
    byte[] sockaddr = new byte[HostConstants.ADDRESS_MAX];
    acquire();
    try {
      HostErrors.check(HostSockets.getsockname(fd, sockaddr));
    } finally {
      drop();
    }
    return address(sockaddr);
  }

  @Override
  public final SocketAddress remoteAddress() throws ErrnoException {
    byte[] sockaddr = new byte[HostConstants.ADDRESS_MAX];
    acquire();
    try {
      HostErrors.check(HostSockets.getpeername(fd, sockaddr));
    } finally {
      drop();
    }
    return address(sockaddr);
  }

  @Override
  public final void setOption(SocketOption option, long value) throws ErrnoException {
    acquire();
    try {
      options.set(fd, option, value);
    } finally {
      drop();
    }
  }

  @Override
  public final long option(SocketOption option) throws ErrnoException {
    acquire();
    try {
      return options.get(fd, option);
    } finally {
      drop();
    }
  }

  @Override
  public final Stat stat() throws ErrnoException {
    long[] words = new long[HostConstants.STAT_WORDS];
    acquire();
    try {
      HostErrors.check(HostKernel.fstat(fd, words));
    } finally {
      drop();
    }
    return new Stat(
        words[HostConstants.STAT_DEV],
        words[HostConstants.STAT_INO],
        FileType.SOCKET,
        (int) words[HostConstants.STAT_MODE] & ALL_PERMISSIONS,
        words[HostConstants.STAT_NLINK],
        (int) words[HostConstants.STAT_UID],
        (int) words[HostConstants.STAT_GID],
        0,
        0,
        0,
        0);
  }

  /** The host's events have the numbers of {@link Readiness}; the caller holds a reference. */
  @Override
  public final int readiness(int mask) {
    int[] pair = {fd, mask};
    return HostKernel.poll(pair, 1, 0) < 0 ? 0 : pair[1] >>> HostConstants.POLL_REVENTS_SHIFT;
  }

  @Override
  public final int hostFd() {
    return fd;
  }

  @Override
  public final long available() throws ErrnoException {
    acquire();
    try {
      return Math.max(HostKernel.available(fd), 0);
    } finally {
      drop();
    }
  }

  @Override
  protected final void release() {
    HostKernel.close(fd);
  }
}
