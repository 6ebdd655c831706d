package io.jwasm.oci.spec;

import java.util.List;

/**
 * Intel Resource Director Technology.
 *
 * @param closId class of service; null when absent
 * @param schemata lines for the schemata file
 * @param l3CacheSchema L3 cache schema; null when absent
 * @param memBwSchema memory bandwidth schema; null when absent
 * @param enableMonitoring whether the container gets a monitoring group
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#intelrdt">intelRdt</a>
 */
public record IntelRdt(
    String closId,
    List<String> schemata,
    String l3CacheSchema,
    String memBwSchema,
    boolean enableMonitoring) {

  /** Makes the list unmodifiable. */
  public IntelRdt {
    schemata = List.copyOf(schemata);
  }
}
