package io.jwasm.oci.spec;

/**
 * The root file system of the container.
 *
 * @param path its directory on the host, absolute or relative to the bundle; null when absent,
 *     never null once validated
 * @param readonly whether the container may not write to it
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#root">root</a>
 */
public record Root(String path, boolean readonly) {}
