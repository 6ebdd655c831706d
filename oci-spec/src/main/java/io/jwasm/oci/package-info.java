/** placeholder. */
package io.jwasm.oci;
