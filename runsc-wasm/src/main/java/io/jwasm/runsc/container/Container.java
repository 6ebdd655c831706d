package io.jwasm.runsc.container;

import io.jwasm.oci.state.Status;
import java.util.List;

/**
 * One container, seen at one moment.
 *
 * @param status what it is now, from its process and its lock, not only what its state file says
 */
public record Container(ContainerState state, Status status) {

  /** The container behind {@code state} now. */
  static Container now(ContainerState state, Lock lock) {
    return new Container(state, statusNow(state, lock));
  }

  /** Whether a launcher is changing the container. */
  enum Lock {
    HELD,
    FREE
  }

  public ContainerId id() {
    return state.id();
  }

  /** The sandbox process on the host; 0 when there is none (any more). */
  public long pid() {
    return status == Status.STOPPED ? 0 : state.pid();
  }

  /**
   * Host pids of the container's processes, ascending: those of its first control group and the
   * groups below it, or its one process when it has none.
   *
   * <p>Errors: {@code InvalidState} when it has no process; {@code HostFailed} when the group
   * cannot be read.
   */
  public List<Long> processes() throws Failure {
    requireProcess();
    if (state.cgroupPaths().isEmpty()) {
      return List.of(state.pid());
    }
    return new Cgroup(state.cgroupPaths().getFirst()).processes();
  }

  /** Throws {@code InvalidState} when it has no process. */
  public void requireProcess() throws Failure {
    if (!status.hasProcess()) {
      throw new Failure.InvalidState("container not running: " + id() + " is " + status.specName());
    }
  }

  private static Status statusNow(ContainerState state, Lock lock) {
    return switch (state.status()) {
      // Nobody is creating it any more: its launcher was killed.
      case CREATING -> lock == Lock.HELD ? Status.CREATING : Status.STOPPED;
      case CREATED, RUNNING, PAUSED -> hasProcess(state) ? state.status() : Status.STOPPED;
      case STOPPED -> Status.STOPPED;
    };
  }

  private static boolean hasProcess(ContainerState state) {
    return HostProcess.of(state.pid())
        .filter(process -> process.isAlive() && process.startTime() == state.pidStartTime())
        .isPresent();
  }
}
