/**
 * The command line: one small class per OCI verb, with runc's flags, names and messages.
 *
 * <p>The launcher answers create, start, state, kill, delete and run itself; this package knows
 * their grammar too, because it prints their help and explains what was wrong with a call that the
 * launcher did not understand.
 */
package io.jwasm.runsc.cli;
