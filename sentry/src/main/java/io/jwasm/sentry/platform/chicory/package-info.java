/**
 * The Chicory engine as two platforms: {@code wasm} compiles modules to JVM bytecode, {@code
 * interpreter} interprets them. The only package that knows Chicory's types.
 */
package io.jwasm.sentry.platform.chicory;
