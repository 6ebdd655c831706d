/** Finds and reads what is to be executed; the front half of {@code execve}. */
package io.jwasm.sentry.loader;
