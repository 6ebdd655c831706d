/**
 * One booted user-space kernel. {@link io.jwasm.sentry.Sentry} takes a {@link
 * io.jwasm.sentry.SentryConfig}, loads a module and starts it as a thread group.
 *
 * <p>Packages, lowest first: {@code errno}, {@code host}, {@code event}, {@code mm}, {@code vfs},
 * {@code fs.*}, {@code kernel}, {@code platform}, {@code loader}, {@code platform.chicory}. An
 * arrow never points up.
 *
 * <p>Lock order (outermost first): {@code ThreadGroup}, {@code FdTable}, {@code FileDescription}.
 * No lock is held while a host read or write may block. {@code Region} and {@code AtomicWaits} take
 * no other lock inside theirs.
 */
package io.jwasm.sentry;
