package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import java.util.concurrent.atomic.AtomicLong;

/** What the inodes of one tmpfs share: its limits, its pages, its clock. */
final class Superblock {
  /** Numbers of devices that no host has: those have 32 bits. */
  private static final AtomicLong DEVICES = new AtomicLong(1L << 32);

  /** What an inode takes of the heap, its content's pages and its name not included; about. */
  private static final int INODE_BYTES = 512;

  private final PagePool pool;
  private final Clock clock;
  private final MemoryLimit size;
  private final MemoryLimit inodes;
  private final long device = DEVICES.incrementAndGet();
  private final AtomicLong lastNumber = new AtomicLong();

  /** Held while something moves from one directory to another: so directories form a tree. */
  private final Object renames = new Object();

  Superblock(TmpfsOptions options, PagePool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
    this.size = MemoryLimit.ofBytes(options.sizeBytes());
    this.inodes = MemoryLimit.ofBytes(options.inodes());
  }

  PagePool pool() {
    return pool;
  }

  /** What the pages of this file system are charged to, besides the sandbox's own limit. */
  MemoryLimit size() {
    return size;
  }

  Object renames() {
    return renames;
  }

  long device() {
    return device;
  }

  long now() {
    return clock.realtimeNanos();
  }

  /** Returns a number that no inode has; each is used once. */
  long newNumber() {
    return lastNumber.incrementAndGet();
  }

  /** Makes the numbers of new inodes begin elsewhere. */
  void numberFrom(long first) {
    lastNumber.set(first);
  }

  /**
   * Counts a new inode, until {@link #dropInode}.
   *
   * <p>Errors: ENOSPC when there are as many as there may be.
   */
  void addInode() throws ErrnoException {
    if (!inodes.charge(1)) {
      throw Errno.ENOSPC.exception();
    }
    try {
      chargeMetadata(INODE_BYTES);
    } catch (ErrnoException e) {
      inodes.uncharge(1);
      throw e;
    }
  }

  void dropInode() {
    inodes.uncharge(1);
    unchargeMetadata(INODE_BYTES);
  }

  /** Takes bytes of the heap; ENOSPC when files use as much of it as they may. */
  void chargeMetadata(int bytes) throws ErrnoException {
    if (!pool.metadata().charge(bytes)) {
      throw Errno.ENOSPC.exception();
    }
  }

  void unchargeMetadata(long bytes) {
    pool.metadata().uncharge(bytes);
  }

  /** Returns how many inodes there are. */
  long inodeCount() {
    return inodes.chargedBytes();
  }
}
