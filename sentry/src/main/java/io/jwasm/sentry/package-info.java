/** placeholder. */
package io.jwasm.sentry;
