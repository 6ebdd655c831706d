package io.jwasm.sentry;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.Strace;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.platform.CodeCache;
import java.util.List;

/**
 * What a sandbox is booted with.
 *
 * @param platform name of the platform, as in {@code --platform}
 * @param mounts the root file system first, then the mounts in the order of the configuration
 * @param hostname name of the machine as programs see it
 * @param pages where linear memories come from
 * @param codeCache where compiled code is kept
 * @param clock time as programs see it
 * @param random where random bytes come from
 * @param pids how many tasks its programs may have
 * @param strace where system calls are reported, or null
 */
public record SentryConfig(
    String platform,
    List<HostMount> mounts,
    String hostname,
    PageAllocator pages,
    CodeCache codeCache,
    Clock clock,
    RandomSource random,
    PidsLimit pids,
    Strace strace) {
  /**
   * A directory or file of the sandbox's own root that programs see at some path.
   *
   * @param destination absolute path in the container; {@code /} for its root file system
   * @param place absolute path in the sandbox's root, made by the launcher, as {@code /fs/0}
   * @param readOnly whether nothing can be changed through it
   */
  public record HostMount(String destination, String place, boolean readOnly) {}

  public SentryConfig {
    mounts = List.copyOf(mounts);
  }
}
