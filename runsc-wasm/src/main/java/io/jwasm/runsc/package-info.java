/** placeholder. */
package io.jwasm.runsc;
