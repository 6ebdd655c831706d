/**
 * Tasks, their descriptors, the signals they get and the table of the calls they make.
 *
 * <p>Lock order: {@code ThreadGroup} before {@code FdTable}; neither is held while a file is read
 * or written.
 */
package io.jwasm.sentry.kernel;
