/** The {@code jwasm} program: its entry point; the commands are in {@code cli}. */
package io.jwasm.runsc;
