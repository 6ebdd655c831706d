package io.jwasm.sentry.fs.pipe;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FifoOpener;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import java.util.HashMap;
import java.util.Map;

/**
 * The pipes of the FIFOs that are open or being opened, by device and inode: all names of a FIFO
 * lead to the same pipe. The programs of a sandbox talk among themselves: whoever has the host's
 * FIFO open is at another pipe.
 *
 * <p>Locks: its own guards the table and how often each pipe is in use.
 */
public final class Fifos implements FifoOpener {
  private static final int ACCESS = OpenFlags.READ | OpenFlags.WRITE;

  private record Key(long device, long inode) {}

  private static final class Entry {
    final Key key;
    final Pipe pipe;
    int users;

    Entry(Key key, Pipe pipe) {
      this.key = key;
      this.pipe = pipe;
    }
  }

  private final MemoryLimit limit;
  private final Map<Key, Entry> entries = new HashMap<>();

  /**
   * @param limit what the pipes are charged to while they hold or held something
   */
  public Fifos(MemoryLimit limit) {
    this.limit = limit;
  }

  @Override
  public FileDescription open(Caller caller, Inode fifo, int flags) throws ErrnoException {
    Stat stat = fifo.stat();
    Permission.check(caller, stat.uid(), stat.gid(), stat.mode(), Permission.of(flags & ACCESS));
    Entry entry = enter(new Key(stat.device(), stat.inode()));
    boolean opened = false;
    try {
      FileDescription file = new Fifo(entry, fifo, flags, openEnd(caller, entry.pipe, flags));
      opened = true;
      return file;
    } finally {
      if (!opened) {
        leave(entry);
      }
    }
  }

  /** Opens one end or both and returns what {@link PipeEnd} wants to know of writers. */
  private static int openEnd(Caller caller, Pipe pipe, int flags) throws ErrnoException {
    int access = flags & ACCESS;
    if (access != OpenFlags.READ && access != OpenFlags.WRITE) {
      pipe.open(access);
      return PipeEnd.NONE_AWAITED;
    }
    int other = ACCESS & ~access;
    boolean nonblocking = OpenFlags.has(flags, OpenFlags.NONBLOCK);
    if (nonblocking && access == OpenFlags.WRITE && !pipe.has(other)) {
      throw Errno.ENXIO.exception();
    }
    int opensBefore = pipe.opens(other);
    pipe.open(access);
    if (pipe.has(other)) {
      return PipeEnd.NONE_AWAITED;
    }
    if (nonblocking) {
      return opensBefore;
    }
    boolean met = false;
    try {
      Waitable arrival = arrival(pipe, other, opensBefore);
      while (arrival.readiness(Readiness.IN) == 0) {
        caller.block(arrival, Readiness.IN);
      }
      met = true;
      return PipeEnd.NONE_AWAITED;
    } finally {
      if (!met) {
        pipe.close(access);
      }
    }
  }

  /** What the first at a FIFO waits for: that the other end is opened, be it only for a moment. */
  private static Waitable arrival(Pipe pipe, int end, int opensBefore) {
    return new Waitable() {
      @Override
      public int readiness(int mask) {
        return pipe.opens(end) == opensBefore ? 0 : mask;
      }

      @Override
      public void addWaiter(Waiter waiter, int mask) {
        pipe.queue().add(waiter, mask);
      }

      @Override
      public void removeWaiter(Waiter waiter) {
        pipe.queue().remove(waiter);
      }
    };
  }

  private synchronized Entry enter(Key key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry(key, new Pipe(limit));
      entries.put(key, entry);
    }
    entry.users++;
    return entry;
  }

  private synchronized void leave(Entry entry) {
    entry.users--;
    if (entry.users == 0) {
      entries.remove(entry.key);
    }
  }

  /** Returns how many bytes the pipes have for what is written into them. */
  public synchronized long bufferBytes() {
    long bytes = 0;
    for (Entry entry : entries.values()) {
      bytes += entry.pipe.bufferBytes();
    }
    return bytes;
  }

  /** Returns how many FIFOs are open. */
  synchronized int count() {
    return entries.size();
  }

  /** An open FIFO: an end of its pipe under the inode's name. */
  private final class Fifo extends PipeEnd {
    private final Entry entry;
    private final Inode inode;

    Fifo(Entry entry, Inode inode, int flags, int writersAwaited) {
      super(entry.pipe, flags, writersAwaited);
      this.entry = entry;
      this.inode = inode;
    }

    @Override
    public Stat stat() throws ErrnoException {
      return inode.stat();
    }

    @Override
    protected void release() {
      super.release();
      leave(entry);
    }
  }
}
