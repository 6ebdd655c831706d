/**
 * The kernel's own procfs. What it says is made from the state of this kernel when a file is
 * opened, and never from the host's procfs, which the sandbox cannot see.
 */
package io.jwasm.sentry.fs.proc;
