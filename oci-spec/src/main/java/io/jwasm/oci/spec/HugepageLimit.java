package io.jwasm.oci.spec;

/**
 * Limit on huge pages of one size.
 *
 * @param pageSize the size, such as {@code "2MB"}
 * @param limitBytes the limit, an unsigned 64-bit number of bytes
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#huge-page-limits">huge
 *     page limits</a>
 */
public record HugepageLimit(String pageSize, long limitBytes) {}
