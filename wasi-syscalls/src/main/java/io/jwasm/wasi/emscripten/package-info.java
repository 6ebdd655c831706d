/** What modules that emscripten makes for no JavaScript import besides WASI. */
package io.jwasm.wasi.emscripten;
