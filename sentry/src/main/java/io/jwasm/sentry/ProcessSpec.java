package io.jwasm.sentry;

import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.platform.ModuleLimits;
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
 * @param user whom the program runs as
 * @param preopens the only directories that it finds open, none of which it can leave; null for the
 *     usual ones, through which it reaches everything
 * @param modulePlace absolute path of the module in the sandbox's root, or null when {@code
 *     args[0]} names it
 * @param limits how much may be in the module
 * @param stackBytes stack of its first thread
 */
public record ProcessSpec(
    List<String> args,
    List<String> env,
    String cwd,
    StdioConfig stdin,
    StdioConfig stdout,
    StdioConfig stderr,
    int maxFds,
    Credentials user,
    List<Preopen> preopens,
    String modulePlace,
    ModuleLimits limits,
    long stackBytes) {

  public ProcessSpec {
    args = List.copyOf(args);
    env = List.copyOf(env);
    preopens = preopens == null ? null : List.copyOf(preopens);
  }
}
