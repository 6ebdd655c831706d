package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Datagrams of anybody, also when it is connected: who asks has to look at their source. */
final class ChannelDatagrams extends ChannelSocket {
  private final DatagramChannel channel;
  private InetSocketAddress peer;

  ChannelDatagrams(AtomicInteger open) throws IOException {
    this(DatagramChannel.open(), open);
  }

  private ChannelDatagrams(DatagramChannel channel, AtomicInteger open) throws IOException {
    super(SocketType.DGRAM, channel, open);
    this.channel = channel;
  }

  @Override
  protected void connect(Caller caller, SocketAddress address) throws ErrnoException {
    try {
      peer = host(address);
    } catch (IOException e) {
      throw Errno.EIO.exception();
    }
  }

  @Override
  public long send(Caller caller, IoSequence src) throws ErrnoException {
    try {
      return channel.send(taken(src), peer);
    } catch (IOException e) {
      throw Errno.ECONNREFUSED.exception();
    }
  }

  @Override
  public long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(65536);
      InetSocketAddress source = (InetSocketAddress) channel.receive(bytes);
      if (source == null) {
        throw Errno.EAGAIN.exception();
      }
      int count = (int) Math.min(bytes.position(), dst.remaining());
      dst.put(bytes.array(), 0, count);
      IpAddress address = IpAddress.of(source.getAddress().getAddress());
      header.fill(new SocketAddress.Inet(address, source.getPort()), count < bytes.position());
      return count;
    } catch (IOException e) {
      throw Errno.ECONNREFUSED.exception();
    }
  }
}
