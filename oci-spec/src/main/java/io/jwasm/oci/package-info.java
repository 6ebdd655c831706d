/**
 * The OCI runtime-spec in Java: what a container shall be and what one is.
 *
 * <p>{@link io.jwasm.oci.spec} reads and checks config.json, {@link io.jwasm.oci.state} writes what
 * the runtime says about a container and about itself. Neither knows how a container is run.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/tree/v1.3.0">runtime-spec 1.3.0</a>
 */
package io.jwasm.oci;
