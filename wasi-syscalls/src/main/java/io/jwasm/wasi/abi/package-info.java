/** Numbers and byte layouts of WASI preview 1; pure data, no behaviour. */
package io.jwasm.wasi.abi;
