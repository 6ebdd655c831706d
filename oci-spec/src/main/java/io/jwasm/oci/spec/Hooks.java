package io.jwasm.oci.spec;

import java.util.List;

/**
 * Programs of the caller, run in list order at points of the container's life.
 *
 * @param prestart during create, before {@code createRuntime}; deprecated, and docker's network
 *     set-up
 * @param createRuntime during create, in the runtime's namespaces
 * @param createContainer during create, in the container's namespaces
 * @param startContainer during start, before the program, in the container's namespaces
 * @param poststart during start, after the program was started, in the runtime's namespaces
 * @param poststop during delete, in the runtime's namespaces
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#posix-platform-hooks">hooks</a>
 */
public record Hooks(
    List<Hook> prestart,
    List<Hook> createRuntime,
    List<Hook> createContainer,
    List<Hook> startContainer,
    List<Hook> poststart,
    List<Hook> poststop) {

  /** No hook at all. */
  public static final Hooks NONE =
      new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** Makes the lists unmodifiable. */
  public Hooks {
    prestart = List.copyOf(prestart);
    createRuntime = List.copyOf(createRuntime);
    createContainer = List.copyOf(createContainer);
    startContainer = List.copyOf(startContainer);
    poststart = List.copyOf(poststart);
    poststop = List.copyOf(poststop);
  }
}
