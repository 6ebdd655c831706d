/** placeholder. */
package io.jwasm.wasi;
