package io.jwasm.oci.spec;

/**
 * A namespace to make or to join.
 *
 * @param type its kind
 * @param path absolute path of the namespace to join; null makes a new one
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#namespaces">namespaces</a>
 */
public record Namespace(NamespaceType type, String path) {}
