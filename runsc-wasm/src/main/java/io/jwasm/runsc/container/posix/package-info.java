/**
 * The native calls of the command line: {@code flock(2)} and a FIFO by JNA, user names by
 * jnr-posix. Nothing else.
 */
package io.jwasm.runsc.container.posix;
