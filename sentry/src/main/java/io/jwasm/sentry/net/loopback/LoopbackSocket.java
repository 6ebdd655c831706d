package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.WaitQueue;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * What streams and datagram sockets have in common: a port or a name, options, and who waits.
 *
 * <p>Locks: its own guards where it is bound; the tables' are taken under it.
 */
abstract class LoopbackSocket extends Socket implements SpinWait.Input {
  /** What a socket is charged with besides its buffers: about what its objects take. */
  static final int SOCKET_BYTES = 1024;

  private static final int MAX_ERRNO = 133;
  private static final int NO_ALARM = -1;

  private final LoopbackNetwork network;
  private final SocketOptions options;
  private final WaitQueue queue = new WaitQueue();
  private final SpinWait spin = new SpinWait();

  /** Its port, or null; of a connection that was accepted the listener's, and not here. */
  private Binding binding;

  /** Its name of the UNIX domain, or null. */
  private String name;

  /** Errors: ENOBUFS. */
  LoopbackSocket(LoopbackNetwork network, SocketFamily family, SocketType type)
      throws ErrnoException {
    super(family, type);
    this.network = network;
    this.options = new SocketOptions(family, type);
    if (!network.memory().charge(SOCKET_BYTES)) {
      throw Errno.ENOBUFS.exception();
    }
  }

  final LoopbackNetwork network() {
    return network;
  }

  final SocketOptions options() {
    return options;
  }

  /** Returns who waits for this socket. */
  final WaitQueue queue() {
    return queue;
  }

  @Override
  public final void addWaiter(Waiter waiter, int mask) {
    queue.add(waiter, mask);
  }

  @Override
  public final void removeWaiter(Waiter waiter) {
    queue.remove(waiter);
  }

  /** Returns the error that waits for it, and forgets it; null for none. */
  abstract Errno takeError();

  /** Called after an option has changed how much may be on its way. */
  abstract void resized();

  @Override
  public final void setOption(SocketOption option, long value) throws ErrnoException {
    if (option == SocketOption.V6_ONLY && isBound()) {
      throw Errno.EINVAL.exception();
    }
    options.set(option, value);
    if (option == SocketOption.SEND_BUFFER || option == SocketOption.RECEIVE_BUFFER) {
      resized();
    }
  }

  @Override
  public long option(SocketOption option) throws ErrnoException {
    return option == SocketOption.ERROR ? number(takeError()) : options.get(option);
  }

  private static int number(Errno error) {
    for (int number = 1; error != null && number <= MAX_ERRNO; number++) {
      if (HostErrors.fromNumber(number) == error) {
        return number;
      }
    }
    return 0;
  }

  private synchronized boolean isBound() {
    return binding != null || name != null;
  }

  @Override
  protected void bind(Caller caller, SocketAddress local) throws ErrnoException {
    if (local.family() != family()) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    acquire();
    try {
      if (local instanceof SocketAddress.Unix unix) {
        bindName(unix.path());
      } else {
        bindPort(caller, LoopbackAddress.canonical((SocketAddress.Inet) local));
      }
    } finally {
      drop();
    }
  }

  private synchronized void bindName(String path) throws ErrnoException {
    if (name != null) {
      throw Errno.EINVAL.exception();
    }
    network.names().bind(this, path);
    name = path;
  }

  private void bindPort(Caller caller, SocketAddress.Inet local) throws ErrnoException {
    if (!LoopbackAddress.isHere(local.address())) {
      throw Errno.EADDRNOTAVAIL.exception();
    }
    network.ports(socketType()).check(caller, local.port());
    synchronized (this) {
      if (binding != null) {
        throw Errno.EINVAL.exception();
      }
      boolean reuses = options.isOn(SocketOption.REUSE_ADDRESS);
      binding = makeBinding(local, reuses ? Binding.Reuse.ALLOWED : Binding.Reuse.REFUSED);
    }
  }

  private Binding makeBinding(SocketAddress.Inet local, Binding.Reuse reuse) throws ErrnoException {
    return network.ports(socketType()).bind(this, local, reuse, v6());
  }

  /** Returns what it does with IPv4. */
  final Binding.V6 v6() {
    return options.isOn(SocketOption.V6_ONLY) ? Binding.V6.ONLY : Binding.V6.DUAL;
  }

  /**
   * Returns its binding to a port, a free one when it had none.
   *
   * <p>Errors: EADDRNOTAVAIL when none is free.
   */
  final synchronized Binding bound() throws ErrnoException {
    if (binding == null) {
      SocketAddress.Inet any = new SocketAddress.Inet(LoopbackAddress.any(family()), 0);
      try {
        binding = makeBinding(any, Binding.Reuse.REFUSED);
      } catch (ErrnoException e) {
        throw (e.errno() == Errno.EADDRINUSE ? Errno.EADDRNOTAVAIL : e.errno()).exception();
      }
    }
    return binding;
  }

  /** Returns where it is bound, in the form of the tables: a wildcard without port if nowhere. */
  final synchronized SocketAddress boundAddress() {
    if (family() == SocketFamily.UNIX) {
      return new SocketAddress.Unix(name == null ? "" : name);
    }
    return binding == null
        ? new SocketAddress.Inet(LoopbackAddress.any(family()), 0)
        : binding.address;
  }

  /** Returns the address from which it talks to another one, in the form of the tables. */
  final SocketAddress.Inet source(SocketAddress.Inet destination) throws ErrnoException {
    SocketAddress.Inet own = bound().address;
    return own.address().isAny() ? LoopbackAddress.source(destination, own.port()) : own;
  }

  /** Returns an address of the tables as this socket's program sees it. */
  final SocketAddress seen(SocketAddress address) {
    return address instanceof SocketAddress.Inet inet
        ? LoopbackAddress.seenBy(family(), inet)
        : address;
  }

  /** Gives up where it is bound, so that nobody finds it any more. */
  private synchronized void unbind() {
    if (binding != null) {
      network.ports(socketType()).remove(binding);
    }
    if (name != null) {
      network.names().remove(this, name);
    }
  }

  @Override
  protected void release() {
    unbind();
    network.memory().uncharge(SOCKET_BYTES);
  }

  final boolean isNonblocking() {
    return OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK);
  }

  /** Returns when a time is over that begins now; 0 is for ever. */
  static Deadline deadline(long timeoutNanos) {
    if (timeoutNanos == 0) {
      return Deadline.none();
    }
    long end = Clock.host().monotonicNanos() + timeoutNanos;
    return end < 0 ? Deadline.none() : Deadline.at(Clock.host(), end, Deadline.NEVER);
  }

  /**
   * Waits for something to receive, or the end.
   *
   * <p>Errors: as {@link #await}.
   */
  final void awaitInput(Caller caller, Deadline deadline) throws ErrnoException {
    if (isNonblocking()) {
      throw Errno.EAGAIN.exception();
    }
    if (!spin.await(this)) {
      await(caller, this, Readiness.IN, deadline);
    }
  }

  /**
   * Waits for this socket or what it talks to.
   *
   * <p>Errors: EAGAIN when it is NONBLOCK or the time is over; EINTR.
   */
  final void await(Caller caller, Waitable object, int mask, Deadline deadline)
      throws ErrnoException {
    if (isNonblocking() || !caller.block(object, mask, deadline.leftNanos(NO_ALARM))) {
      throw Errno.EAGAIN.exception();
    }
  }
}
