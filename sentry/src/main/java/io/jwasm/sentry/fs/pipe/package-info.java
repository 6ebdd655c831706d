/**
 * Pipes, and the FIFOs that find each other by them. A FIFO of the host has no connection with the
 * one that programs open at its place.
 *
 * <p>Lock order: {@code Fifos}, {@code Pipe}, {@code WaitQueue}; none is held while a task waits.
 */
package io.jwasm.sentry.fs.pipe;
