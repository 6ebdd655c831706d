package io.jwasm.sentry;

import io.jwasm.sentry.fs.stdio.StdioConfig;
import java.util.List;

/**
 * A program to be run, in the terms of {@code process} in config.json.
 *
 * @param args arguments; the first names the module, with {@code #function} to choose its entry
 * @param env entries of the form {@code NAME=value}
 * @param cwd working directory, absolute, for a relative {@code args[0]}
 * @param stdin descriptor 0
 * @param stdout descriptor 1
 * @param stderr descriptor 2
 * @param maxFds RLIMIT_NOFILE
 * @param uid user that the program runs as
 * @param gid group that the program runs as
 */
public record ProcessSpec(
    List<String> args,
    List<String> env,
    String cwd,
    StdioConfig stdin,
    StdioConfig stdout,
    StdioConfig stderr,
    int maxFds,
    int uid,
    int gid) {

  public ProcessSpec {
    args = List.copyOf(args);
    env = List.copyOf(env);
  }
}
