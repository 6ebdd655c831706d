package io.jwasm.oci.spec;

/**
 * Limits on one RDMA device, unsigned 32-bit numbers.
 *
 * @param hcaHandles handles that may be open; null when absent
 * @param hcaObjects objects that may be made; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#rdma">rdma</a>
 */
public record Rdma(Long hcaHandles, Long hcaObjects) {}
