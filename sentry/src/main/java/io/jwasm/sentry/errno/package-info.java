/** POSIX error numbers as values, and the one mapping from the host's exceptions to them. */
package io.jwasm.sentry.errno;
