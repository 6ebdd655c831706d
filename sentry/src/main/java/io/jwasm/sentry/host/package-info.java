/**
 * Everything the sentry takes over from the process that started it: open descriptors, randomness.
 */
package io.jwasm.sentry.host;
