/** WASI, as calls into the kernel. The only module that knows its numbers and byte layouts. */
package io.jwasm.wasi;
