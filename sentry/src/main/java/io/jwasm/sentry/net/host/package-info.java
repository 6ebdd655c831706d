/**
 * Sockets of the host, in the container's own network namespace. They never wait in the host: where
 * one would, the task does, for its descriptor.
 */
package io.jwasm.sentry.net.host;
