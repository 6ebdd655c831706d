/**
 * WASI preview 1: the table of its 46 functions and one class per group of them. Each function
 * decodes its arguments, calls one operation of the kernel and writes the result.
 */
package io.jwasm.wasi.preview1;
