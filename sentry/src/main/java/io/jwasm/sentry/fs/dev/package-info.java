/**
 * The kernel's own devices. Nothing here reaches a device of the host but its random numbers and
 * the container's terminal.
 */
package io.jwasm.sentry.fs.dev;
