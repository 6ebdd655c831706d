package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;

/** What the sockets of {@link ChannelNetwork} have in common. */
abstract class ChannelSocket extends Socket implements ChannelNetwork.Selectable {
  private final SelectableChannel channel;
  private final AtomicInteger open;

  ChannelSocket(SocketType type, SelectableChannel channel, AtomicInteger open) throws IOException {
    super(SocketFamily.INET, type);
    this.channel = channel;
    this.open = open;
    channel.configureBlocking(false);
  }

  @Override
  public SelectionKey register(Selector selector, int mask) throws IOException {
    return channel.register(
        selector, mask == Readiness.IN ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
  }

  /** Returns the bytes to send; a stack may leave the sequence where it is, or not. */
  static ByteBuffer taken(IoSequence src) {
    byte[] bytes = new byte[(int) src.remaining()];
    src.get(bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  static InetSocketAddress host(SocketAddress address) throws IOException {
    SocketAddress.Inet inet = (SocketAddress.Inet) address;
    return new InetSocketAddress(InetAddress.getByAddress(inet.address().bytes()), inet.port());
  }

  @Override
  protected void release() {
    open.decrementAndGet();
    try {
      channel.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void shutdown(Shutdown how) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  public SocketAddress localAddress() throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  public SocketAddress remoteAddress() throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  public void setOption(SocketOption option, long value) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  public long option(SocketOption option) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  protected void bind(Caller caller, SocketAddress local) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  protected void listen(int backlog) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  protected Socket accept(Caller caller) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  @Override
  protected long sendTo(Caller caller, IoSequence src, SocketAddress peer) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }
}
