package io.jwasm.runsc.container;

import io.jwasm.oci.state.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What {@code state.json} says: the last thing the launcher wrote, which may be older than the
 * truth. {@link Container#status()} is the truth.
 *
 * @param pid of the sandbox process on the host; 0 before there is one
 * @param pidStartTime of that process in clock ticks since boot, so that a reused pid is not
 *     mistaken for it
 * @param uid of the user who created it, an unsigned number
 * @param cgroupPaths absolute directories, the one whose processes are the container's first
 */
public record ContainerState(
    String ociVersion,
    ContainerId id,
    long pid,
    long pidStartTime,
    Status status,
    String bundle,
    String rootfs,
    Instant created,
    int uid,
    Map<String, String> annotations,
    List<Path> cgroupPaths) {

  public ContainerState {
    annotations = Map.copyOf(annotations);
    cgroupPaths = List.copyOf(cgroupPaths);
  }

  /** The state of a container whose launcher has not written a state file yet. */
  static ContainerState creating(ContainerId id, Instant created, int uid) {
    return new ContainerState(
        "", id, 0, 0, Status.CREATING, "", "", created, uid, Map.of(), List.of());
  }
}
