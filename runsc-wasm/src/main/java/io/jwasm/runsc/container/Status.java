package io.jwasm.runsc.container;

import java.util.Optional;

/** Where a container is in its life, in the words of the OCI runtime-spec. */
public enum Status {
  CREATING("creating"),
  CREATED("created"),
  RUNNING("running"),
  STOPPED("stopped");

  private final String text;

  Status(String text) {
    this.text = text;
  }

  /** The word that stands in state files and output. */
  public String text() {
    return text;
  }

  /** The status that {@code text} names; empty for any other word. */
  static Optional<Status> of(String text) {
    for (Status status : values()) {
      if (status.text.equals(text)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
