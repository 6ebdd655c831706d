package io.jwasm.sentry;

import io.jwasm.sentry.fs.stdio.StdioConfig;
import java.util.List;

/**
 * The file systems that a sandbox is booted with.
 *
 * @param mounts the root file system first, then the others in their order
 * @param devices nodes besides those that every container has
 * @param maskedPaths what programs cannot see; what does not exist is ignored
 * @param readonlyPaths what programs cannot change; what does not exist is ignored
 * @param terminal the stream that is the container's terminal, or an absent one
 */
public record MountPlan(
    List<MountConfig> mounts,
    List<DeviceConfig> devices,
    List<String> maskedPaths,
    List<String> readonlyPaths,
    StdioConfig terminal) {

  public MountPlan {
    mounts = List.copyOf(mounts);
    devices = List.copyOf(devices);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
  }

  /** Returns one with nothing but mounts, and the devices of every container. */
  public static MountPlan of(MountConfig... mounts) {
    return new MountPlan(List.of(mounts), List.of(), List.of(), List.of(), StdioConfig.absent());
  }
}
