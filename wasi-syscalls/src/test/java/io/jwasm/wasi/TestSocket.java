package io.jwasm.wasi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.WaitQueue;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** A socket of {@link TestNetwork}, for one thread but for waiting. A stream is its messages. */
final class TestSocket extends Socket {
  /** So much may wait to be read. */
  private static final int MAX_MESSAGES = 100;

  private static final int ECONNREFUSED = 111;

  private static final class Message {
    final SocketAddress source;
    final byte[] bytes;

    Message(SocketAddress source, byte[] bytes) {
      this.source = source;
      this.bytes = bytes;
    }
  }

  private final TestNetwork network;
  private final WaitQueue waiters = new WaitQueue();
  private final Deque<Message> received = new ArrayDeque<>();
  private final Deque<TestSocket> pending = new ArrayDeque<>();
  private final Map<SocketOption, Long> options = new EnumMap<>(SocketOption.class);
  private SocketAddress local;
  private SocketAddress remote;
  private TestSocket peer;
  private boolean listens;
  private boolean ended;

  TestSocket(TestNetwork network, SocketFamily family, SocketType type) {
    super(family, type);
    this.network = network;
    network.opened();
  }

  private boolean isStream() {
    return socketType() == SocketType.STREAM;
  }

  @Override
  public int readiness(int mask) {
    boolean in = !received.isEmpty() || !pending.isEmpty() || ended;
    boolean out = !isStream() || (peer != null && peer.received.size() < MAX_MESSAGES);
    int ready = (in ? Readiness.IN : 0) | (out ? Readiness.OUT : 0);
    return (ready & mask) | (ended ? Readiness.HUP : 0);
  }

  @Override
  public void addWaiter(Waiter waiter, int mask) {
    waiters.add(waiter, mask);
  }

  @Override
  public void removeWaiter(Waiter waiter) {
    waiters.remove(waiter);
  }

  private void await(Caller caller, int mask) throws ErrnoException {
    while (readiness(mask) == 0) {
      if (OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK)) {
        throw Errno.EAGAIN.exception();
      }
      caller.block(this, mask);
    }
  }

  @Override
  public long available() {
    return received.isEmpty() ? 0 : received.getFirst().bytes.length;
  }

  @Override
  public long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException {
    if (isStream() && peer == null && !ended) {
      throw Errno.ENOTCONN.exception();
    }
    await(caller, Readiness.IN);
    if (received.isEmpty()) {
      return 0;
    }
    Message message = received.getFirst();
    int length = (int) Math.min(dst.remaining(), message.bytes.length);
    dst.put(message.bytes, 0, length);
    boolean cut = length < message.bytes.length;
    if ((flags & MessageHeader.PEEK) == 0) {
      received.removeFirst();
      if (cut && isStream()) {
        byte[] rest = Arrays.copyOfRange(message.bytes, length, message.bytes.length);
        received.addFirst(new Message(null, rest));
      }
    }
    if (header != null) {
      header.fill(message.source, cut && !isStream());
    }
    boolean all = flags == MessageHeader.WAITALL && isStream();
    if (all && dst.remaining() > 0 && !ended) {
      return length + receive(caller, dst, flags, header);
    }
    return length;
  }

  @Override
  public long send(Caller caller, IoSequence src) throws ErrnoException {
    if (ended) {
      throw Errno.EPIPE.exception();
    }
    if (isStream() && peer == null) {
      throw Errno.ENOTCONN.exception();
    }
    if (isStream()) {
      await(caller, Readiness.OUT);
      return deliver(peer, src);
    }
    if (remote == null) {
      throw Errno.EDESTADDRREQ.exception();
    }
    return sendTo(caller, src, remote);
  }

  @Override
  protected long sendTo(Caller caller, IoSequence src, SocketAddress to) throws ErrnoException {
    if (isStream()) {
      return send(caller, src);
    }
    if (src.remaining() > 0xffff) {
      throw Errno.EMSGSIZE.exception();
    }
    if (local == null) {
      bind(caller, any(0));
    }
    TestSocket target = network.bound.get(TestNetwork.key(SocketType.DGRAM, to));
    if (target == null || target.received.size() >= MAX_MESSAGES) {
      long lost = src.remaining();
      src.skip(lost);
      return lost;
    }
    return deliver(target, src);
  }

  private long deliver(TestSocket target, IoSequence src) {
    byte[] bytes = new byte[(int) Math.min(src.remaining(), 0xffff)];
    src.get(bytes, 0, bytes.length);
    if (bytes.length > 0 || !isStream()) {
      target.received.add(new Message(isStream() ? null : local, bytes));
      target.waiters.wake(Readiness.IN);
    }
    return bytes.length;
  }

  @Override
  public void shutdown(Shutdown how) throws ErrnoException {
    if (peer == null) {
      throw Errno.ENOTCONN.exception();
    }
    if (how != Shutdown.READ) {
      peer.end();
    }
    if (how != Shutdown.WRITE) {
      ended = true;
    }
  }

  private void end() {
    ended = true;
    waiters.wake(Readiness.IN | Readiness.HUP);
  }

  @Override
  public SocketAddress localAddress() {
    return local == null ? any(0) : local;
  }

  private SocketAddress any(int port) {
    return switch (family()) {
      case INET -> new SocketAddress.Inet(IpAddress.ANY_V4, port);
      case INET6 -> new SocketAddress.Inet(IpAddress.ANY_V6, port);
      case UNIX -> new SocketAddress.Unix("");
    };
  }

  @Override
  public SocketAddress remoteAddress() throws ErrnoException {
    if (remote == null) {
      throw Errno.ENOTCONN.exception();
    }
    return remote;
  }

  @Override
  public void setOption(SocketOption option, long value) throws ErrnoException {
    if (option == SocketOption.ACCEPTS || option == SocketOption.ERROR) {
      throw Errno.ENOPROTOOPT.exception();
    }
    options.put(option, value);
  }

  @Override
  public long option(SocketOption option) {
    if (option == SocketOption.ACCEPTS) {
      return listens ? 1 : 0;
    }
    Long value = option == SocketOption.ERROR ? options.remove(option) : options.get(option);
    return value == null ? 0 : value;
  }

  @Override
  protected void bind(Caller caller, SocketAddress address) throws ErrnoException {
    if (local != null) {
      throw Errno.EINVAL.exception();
    }
    if (address.family() != family()) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    SocketAddress wanted =
        address instanceof SocketAddress.Inet(IpAddress ip, int port) && port == 0
            ? new SocketAddress.Inet(ip, network.ephemeralPort())
            : address;
    if (network.bound.putIfAbsent(TestNetwork.key(socketType(), wanted), this) != null) {
      throw Errno.EADDRINUSE.exception();
    }
    local = wanted;
  }

  @Override
  protected void listen(int backlog) throws ErrnoException {
    if (!isStream()) {
      throw Errno.ENOTSUP.exception();
    }
    if (remote != null) {
      throw Errno.EINVAL.exception();
    }
    listens = true;
  }

  @Override
  protected Socket accept(Caller caller) throws ErrnoException {
    if (!isStream()) {
      throw Errno.ENOTSUP.exception();
    }
    if (!listens) {
      throw Errno.EINVAL.exception();
    }
    await(caller, Readiness.IN);
    return pending.removeFirst();
  }

  @Override
  protected void connect(Caller caller, SocketAddress address) throws ErrnoException {
    if (address.family() != family()) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    if (!isStream()) {
      remote = address;
      return;
    }
    if (remote != null || listens) {
      throw Errno.EISCONN.exception();
    }
    TestSocket target = network.bound.get(TestNetwork.key(SocketType.STREAM, address));
    if (target == null || !target.listens || target.pending.size() >= MAX_MESSAGES) {
      if (OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK)) {
        options.put(SocketOption.ERROR, (long) ECONNREFUSED);
        throw Errno.EINPROGRESS.exception();
      }
      throw Errno.ECONNREFUSED.exception();
    }
    if (local == null) {
      bind(caller, any(0));
    }
    remote = address;
    peer = new TestSocket(network, family(), SocketType.STREAM);
    peer.peer = this;
    peer.local = address;
    peer.remote = local;
    target.pending.add(peer);
    target.waiters.wake(Readiness.IN);
  }

  @Override
  protected void release() {
    network.released();
    network.bound.values().remove(this);
    if (peer != null) {
      peer.end();
    }
    pending.forEach(TestSocket::drop);
  }
}
