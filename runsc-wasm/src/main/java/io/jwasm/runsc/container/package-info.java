/**
 * Containers as the host sees them: the state directory, the state file, processes and control
 * groups; and the failures that an operator reads.
 *
 * <p>Only the launcher changes a state directory. This package reads it, and expects nothing of
 * what it finds there: files may be torn, empty, edited by hand or vanish while being read.
 */
package io.jwasm.runsc.container;
