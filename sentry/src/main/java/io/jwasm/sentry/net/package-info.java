/**
 * Sockets and what they reach. System calls go through {@link Network}, which asks the policy and
 * hands on to a {@link Socket} of whichever {@link NetworkStack} the sandbox was booted with;
 * nothing above that interface knows which one it is.
 *
 * <pre>
 *  Network -> NetworkPolicy
 *     |
 *  NetworkStack  (none | net.loopback | net.host)  makes  Socket
 * </pre>
 */
package io.jwasm.sentry.net;
