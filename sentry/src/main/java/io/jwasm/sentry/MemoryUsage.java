package io.jwasm.sentry;

import io.jwasm.sentry.fs.pipe.Fifos;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.net.Network;

/**
 * What programs use of the sandbox's memory limit, by kind, in bytes. Each number is of the moment
 * in which it is asked for: together they may be off by what is taken and given back meanwhile.
 */
public final class MemoryUsage {
  private final MemoryLimit limit;
  private final PagePool pool;
  private final Fifos fifos;
  private volatile Network network = Network.none();

  MemoryUsage(MemoryLimit limit, PagePool pool, Fifos fifos) {
    this.limit = limit;
    this.pool = pool;
    this.fifos = fifos;
  }

  /** Counts the buffers of a network from now on. */
  void follow(Network newNetwork) {
    network = newNetwork;
  }

  /** Returns the most that programs may use. */
  public long limitBytes() {
    return limit.maxBytes();
  }

  /** Returns what they use in all. */
  public long usedBytes() {
    return limit.chargedBytes();
  }

  /** Returns what files in memory have of it. */
  public long fileBytes() {
    return (long) pool.usedPages() * PagePool.PAGE_SIZE;
  }

  /** Returns what pipes and sockets have of it. */
  public long bufferBytes() {
    return fifos.bufferBytes() + network.bufferBytes();
  }
}
