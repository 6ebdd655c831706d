/**
 * {@code make wasi-testsuite}: runs the official tests of WASI preview 1, from a checkout that is
 * not part of this repository, in containers of the built distribution. The classes use the JDK
 * only and know no class of jwasm.
 *
 * @see <a href="https://github.com/WebAssembly/wasi-testsuite/blob/main/doc/specification.md">what
 *     the JSON file beside a test says</a>
 */
package io.jwasm.testsuite;
