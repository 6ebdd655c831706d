/**
 * The host's kernel as the sentry sees it: its calls ({@link io.jwasm.sentry.host.HostKernel}, in C
 * under {@code src/main/c}), and what the process that started the sentry left in descriptors.
 */
package io.jwasm.sentry.host;
