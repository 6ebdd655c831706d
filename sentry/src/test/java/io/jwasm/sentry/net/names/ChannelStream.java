package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream to a name server. */
final class ChannelStream extends ChannelSocket {
  private final SocketChannel channel;

  ChannelStream(AtomicInteger open) throws IOException {
    this(SocketChannel.open(), open);
  }

  private ChannelStream(SocketChannel channel, AtomicInteger open) throws IOException {
    super(SocketType.STREAM, channel, open);
    this.channel = channel;
  }

  @Override
  public SelectionKey register(Selector selector, int mask) throws IOException {
    boolean connects = mask == Readiness.OUT && channel.isConnectionPending();
    return connects
        ? channel.register(selector, SelectionKey.OP_CONNECT)
        : super.register(selector, mask);
  }

  @Override
  protected void connect(Caller caller, SocketAddress peer) throws ErrnoException {
    try {
      channel.connect(host(peer));
    } catch (IOException e) {
      throw Errno.ECONNREFUSED.exception();
    }
    throw Errno.EINPROGRESS.exception();
  }

  @Override
  public long option(SocketOption option) {
    try {
      channel.finishConnect();
      return 0;
    } catch (IOException e) {
      return 111;
    }
  }

  @Override
  public long send(Caller caller, IoSequence src) throws ErrnoException {
    try {
      return channel.write(taken(src));
    } catch (IOException e) {
      throw Errno.EPIPE.exception();
    }
  }

  @Override
  public long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException {
    try {
      ByteBuffer bytes = ByteBuffer.allocate((int) dst.remaining());
      int count = channel.read(bytes);
      if (count == 0) {
        throw Errno.EAGAIN.exception();
      }
      dst.put(bytes.array(), 0, Math.max(count, 0));
      return Math.max(count, 0);
    } catch (IOException e) {
      throw Errno.ECONNRESET.exception();
    }
  }
}
