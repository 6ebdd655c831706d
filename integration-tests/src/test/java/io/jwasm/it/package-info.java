/**
 * Drives a built distribution from outside, the way its users do: as a command on bundle
 * directories, and as a runtime registered with docker, containerd and podman. No class of the
 * other modules is linked; what is tested is what is executed.
 *
 * <p>The runtime under test comes from a system property. {@code -Djwasm.home=DIR} drives {@code
 * DIR/bin/jwasm} with WebAssembly guests. {@code -Djwasm.reference=/usr/sbin/runc} drives another
 * OCI runtime with the same guests compiled to machine code, which shows what the real thing does:
 * an expectation that runc does not meet is either wrong or marked {@link
 * io.jwasm.it.NotOnReference} with the reason.
 *
 * <p>{@code -Djwasm.page-allocator=NAME} runs all guests with that page allocator.
 *
 * <p>Every process is bounded by a time limit, every engine has its own data root and socket below
 * a private directory, and everything started is ended by its process id. Waiting is polling with a
 * deadline.
 */
package io.jwasm.it;
