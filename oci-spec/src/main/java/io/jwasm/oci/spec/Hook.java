package io.jwasm.oci.spec;

import java.util.List;

/**
 * One program of the caller. It gets the container's state as JSON on standard input.
 *
 * @param path absolute path of the program
 * @param args its arguments, the zeroth included; empty when absent
 * @param env its whole environment
 * @param timeoutSeconds after how long it is given up, at least 1; null waits without end
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#posix-platform-hooks">hooks</a>
 */
public record Hook(String path, List<String> args, List<String> env, Integer timeoutSeconds) {

  /** Makes the lists unmodifiable. */
  public Hook {
    args = List.copyOf(args);
    env = List.copyOf(env);
  }
}
