package io.jwasm.sentry;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.Strace;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.platform.CodeCache;

/**
 * What a sandbox is booted with.
 *
 * @param platform name of the platform, as in {@code --platform}
 * @param mounts its file systems
 * @param hostname name of the machine as programs see it
 * @param domainname NIS domain name as programs see it
 * @param memoryBytes memory of the machine; programs see it where the limit of {@code pages} is
 *     higher
 * @param pages where linear memories come from
 * @param codeCache where compiled code is kept
 * @param clock time as programs see it
 * @param random where random bytes come from
 * @param pids how many tasks its programs may have
 * @param strace where system calls are reported, or null
 */
public record SentryConfig(
    String platform,
    MountPlan mounts,
    String hostname,
    String domainname,
    long memoryBytes,
    PageAllocator pages,
    CodeCache codeCache,
    Clock clock,
    RandomSource random,
    PidsLimit pids,
    Strace strace) {}
