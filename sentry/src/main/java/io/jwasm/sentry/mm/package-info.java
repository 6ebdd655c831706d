/** Guest memory: where its pages come from and how the kernel looks at it. */
package io.jwasm.sentry.mm;
