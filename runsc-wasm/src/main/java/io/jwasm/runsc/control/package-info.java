/**
 * Messages between the launcher and the sandbox while a container is being created: framing and the
 * one channel. The other end is {@code frame.c} of the launcher.
 */
package io.jwasm.runsc.control;
