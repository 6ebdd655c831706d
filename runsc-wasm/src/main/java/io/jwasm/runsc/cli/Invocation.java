package io.jwasm.runsc.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command line, as the launcher hands it over.
 *
 * @param arguments those after the program's name
 * @param environment where {@code XDG_RUNTIME_DIR} is looked up
 * @param refusal the sentence with which the launcher refused to create a container from its
 *     config.json; empty when it did not come so far
 */
public record Invocation(
    List<String> arguments, Map<String, String> environment, Optional<String> refusal) {

  /** Makes the arguments and the environment unmodifiable. */
  public Invocation {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
