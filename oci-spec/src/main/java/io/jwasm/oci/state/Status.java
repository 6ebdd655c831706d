package io.jwasm.oci.state;

/**
 * Where in its life a container is, and which operations that allows.
 *
 * <pre>
 *   creating ---&gt; created ---&gt; running &lt;---&gt; paused
 *      |             |            |             |
 *      +-------------+------+-----+-------------+
 *                           v
 *                        stopped
 * </pre>
 *
 * <p>{@code paused} is not in the runtime-spec, which lets runtimes add to it; runc has it too.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/runtime.md#state">state</a>
 */
public enum Status {
  CREATING("creating"),
  CREATED("created"),
  RUNNING("running"),
  PAUSED("paused"),
  STOPPED("stopped");

  private final String specName;

  Status(String specName) {
    this.specName = specName;
  }

  /** Returns the value as the state's JSON spells it. */
  public String specName() {
    return specName;
  }

  /** Returns whether a container may go from here to another status in one step. */
  public boolean canBecome(Status next) {
    return switch (this) {
      case CREATING -> next == CREATED || next == STOPPED;
      case CREATED -> next == RUNNING || next == STOPPED;
      case RUNNING -> next == PAUSED || next == STOPPED;
      case PAUSED -> next == RUNNING || next == STOPPED;
      case STOPPED -> false;
    };
  }

  /** Returns whether {@code start} is allowed. */
  public boolean canStart() {
    return this == CREATED;
  }

  /** Returns whether {@code kill} is allowed; a paused container is a running one to it. */
  public boolean canKill() {
    return hasProcess();
  }

  /** Returns whether {@code delete} is allowed without force; with force it always is. */
  public boolean canDelete() {
    return this == STOPPED;
  }

  /** Returns whether {@code exec} is allowed. */
  public boolean canExec() {
    return this == CREATED || this == RUNNING;
  }

  /** Returns whether {@code pause} is allowed. */
  public boolean canPause() {
    return this == RUNNING;
  }

  /** Returns whether {@code resume} is allowed. */
  public boolean canResume() {
    return this == PAUSED;
  }

  /** Returns whether {@code update} of the limits is allowed. */
  public boolean canUpdate() {
    return hasProcess();
  }

  /** Returns whether the container has a process, so that its state has a process id. */
  public boolean hasProcess() {
    return this == CREATED || this == RUNNING || this == PAUSED;
  }
}
