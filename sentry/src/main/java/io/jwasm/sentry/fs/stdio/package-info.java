/**
 * Standard input, output and error of the container, on descriptors inherited from the launcher.
 */
package io.jwasm.sentry.fs.stdio;
