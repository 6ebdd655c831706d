package io.jwasm.sentry.kernel;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.vfs.Vfs;

/**
 * What all processes of a sandbox share.
 *
 * @param clock time as programs see it
 * @param random where random bytes come from
 * @param vfs the file systems
 * @param network what they reach of the network
 * @param pids how many tasks they may have together
 * @param processes all of them
 */
public record Kernel(
    Clock clock,
    RandomSource random,
    Vfs vfs,
    Network network,
    PidsLimit pids,
    ProcessTable processes) {
  /**
   * Makes a kernel without processes, with room for {@link PidsLimit#DEFAULT} tasks and no network.
   */
  public Kernel(Clock clock, RandomSource random, Vfs vfs) {
    this(clock, random, vfs, PidsLimit.of(PidsLimit.DEFAULT));
  }

  /** Makes a kernel without processes and network. */
  public Kernel(Clock clock, RandomSource random, Vfs vfs, PidsLimit pids) {
    this(clock, random, vfs, Network.none(), pids, new ProcessTable());
  }
}
