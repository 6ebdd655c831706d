/**
 * What the runtime says about a container ({@link io.jwasm.oci.state.State}) and about itself
 * ({@link io.jwasm.oci.state.Features}), and which operation is legal when ({@link
 * io.jwasm.oci.state.Status}).
 */
package io.jwasm.oci.state;
