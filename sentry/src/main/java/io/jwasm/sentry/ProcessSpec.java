package io.jwasm.sentry;

import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.platform.ModuleImage;
import java.util.List;
import java.util.function.Supplier;

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
 * @param moduleHash gives the SHA-256 of the module in hex when it is known from elsewhere, or null
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
    int gid,
    ModuleHash moduleHash) {
  /** Computes the hash of a module outside the JDK's slow providers. */
  @FunctionalInterface
  public interface ModuleHash {
    /** Returns the SHA-256 of the bytes in lower-case hex. */
    String sha256(byte[] module);
  }

  public ProcessSpec {
    args = List.copyOf(args);
    env = List.copyOf(env);
  }

  ModuleImage image(String path, byte[] bytes) {
    if (moduleHash == null) {
      return ModuleImage.of(path, bytes);
    }
    Supplier<String> sha256 = () -> moduleHash.sha256(bytes);
    return ModuleImage.of(path, bytes, sha256);
  }
}
