/**
 * How guest code is executed. A {@link io.jwasm.sentry.platform.Platform} turns a module into a
 * {@link io.jwasm.sentry.platform.Program}, and that into an {@link
 * io.jwasm.sentry.platform.Execution}. Nothing here or above knows an engine's types.
 */
package io.jwasm.sentry.platform;
