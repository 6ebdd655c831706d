/** Time, and how anything waits. */
package io.jwasm.sentry.event;
