/** The wasi-threads proposal: one function, which starts a thread. */
package io.jwasm.wasi.threads;
