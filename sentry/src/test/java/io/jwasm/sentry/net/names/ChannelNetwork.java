package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of a stack over the JDK's channels as asking a name server takes; it never blocks. */
final class ChannelNetwork implements NetworkStack {
  private final AtomicInteger open = new AtomicInteger();

  /** A socket that is waited for with a selector. */
  interface Selectable {
    SelectionKey register(Selector selector, int mask) throws IOException;
  }

  /** A caller that waits for sockets of this stack. */
  static final class Waiter implements Caller {
    @Override
    public int uid() {
      return 0;
    }

    @Override
    public int gid() {
      return 0;
    }

    @Override
    public boolean block(Waitable object, int mask, long timeoutNanos) throws ErrnoException {
      try (Selector selector = Selector.open()) {
        ((Selectable) object).register(selector, mask);
        return selector.select(Math.max(timeoutNanos / 1_000_000, 1)) > 0;
      } catch (IOException e) {
        throw Errno.EIO.exception();
      }
    }
  }

  @Override
  public String name() {
    return "channels";
  }

  @Override
  public Socket socket(SocketFamily family, SocketType type) throws ErrnoException {
    try {
      Socket socket =
          type == SocketType.DGRAM ? new ChannelDatagrams(open) : new ChannelStream(open);
      open.incrementAndGet();
      return socket;
    } catch (IOException e) {
      throw Errno.EIO.exception();
    }
  }

  /** Returns how many sockets nobody has closed. */
  int open() {
    return open.get();
  }
}
