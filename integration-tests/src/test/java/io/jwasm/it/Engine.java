package io.jwasm.it;

import java.util.List;

/** A container engine with docker's command line, in which the runtime under test is registered. */
interface Engine {

  /** The engine's command with the words. */
  Command command(Object... words);

  /**
   * The engine's verb, {@code run} or {@code create}, on the runtime under test, without network
   * when the engine has none.
   */
  Command container(String verb);

  /** An option that keeps the guest's output out of the engine's log. */
  String withoutLog();

  /** Runs a container: options, image, program and arguments. */
  default Command run(Object... words) {
    return container("run").and(words);
  }

  /** Identifier of a container that has been started in the background. */
  default String detached(Object... words) {
    return run("--detach").and(words).run().ok().out().strip();
  }

  /** A container that has said "ready". */
  default String ready(Object... words) {
    String id = detached(words);
    Eventually.until("ready in the log of " + id, () -> logs(id).startsWith("ready"));
    return id;
  }

  /** What a container has printed on standard output. */
  default String logs(String id) {
    return command("logs", id).run().ok().out();
  }

  /** A property of a container by Go template. */
  default String inspect(String id, String template) {
    return command("inspect", "--format", template, id).run().ok().out().strip();
  }

  /** Containers that exist, in whatever state. */
  default List<String> containers() {
    return command("ps", "--all", "--quiet", "--no-trunc").run().ok().out().lines().toList();
  }

  /** Removes all containers. */
  default void removeContainers() {
    List<String> left = containers();
    if (!left.isEmpty()) {
      command("rm", "--force", left).run();
    }
  }
}
