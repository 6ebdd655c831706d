package io.jwasm.sentry.kernel;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.vfs.Vfs;

/**
 * What all processes of a sandbox share.
 *
 * @param clock time as programs see it
 * @param random where random bytes come from
 * @param vfs the file systems
 */
public record Kernel(Clock clock, RandomSource random, Vfs vfs) {}
