package io.jwasm.oci.spec;

import java.util.List;

/**
 * Block I/O limits.
 *
 * @param weight share of the container, 10 to 1000, 0 for none; null when absent
 * @param leafWeight share against the container's child cgroups; null when absent
 * @param weightDevice shares of single devices
 * @param throttleReadBpsDevice bytes read per second
 * @param throttleWriteBpsDevice bytes written per second
 * @param throttleReadIopsDevice reads per second
 * @param throttleWriteIopsDevice writes per second
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#block-io">block
 *     io</a>
 */
public record BlockIo(
    Integer weight,
    Integer leafWeight,
    List<WeightDevice> weightDevice,
    List<ThrottleDevice> throttleReadBpsDevice,
    List<ThrottleDevice> throttleWriteBpsDevice,
    List<ThrottleDevice> throttleReadIopsDevice,
    List<ThrottleDevice> throttleWriteIopsDevice) {

  /** Makes the lists unmodifiable. */
  public BlockIo {
    weightDevice = List.copyOf(weightDevice);
    throttleReadBpsDevice = List.copyOf(throttleReadBpsDevice);
    throttleWriteBpsDevice = List.copyOf(throttleWriteBpsDevice);
    throttleReadIopsDevice = List.copyOf(throttleReadIopsDevice);
    throttleWriteIopsDevice = List.copyOf(throttleWriteIopsDevice);
  }
}
