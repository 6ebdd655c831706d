package io.jwasm.sentry.kernel;

import java.util.List;

/**
 * What a program is started with, the part of Linux's {@code mm_struct} that {@code execve} fills.
 *
 * @param args arguments, the program's own name first
 * @param env entries of the form {@code NAME=value}
 * @param cwd working directory, absolute
 */
public record ProcessImage(List<String> args, List<String> env, String cwd) {
  /** Longest arguments and environment in bytes together, with their NULs, as in Linux. */
  public static final int ARG_MAX = 2 << 20;

  public ProcessImage {
    args = List.copyOf(args);
    env = List.copyOf(env);
  }

  /** Makes one that works in the root directory. */
  public ProcessImage(List<String> args, List<String> env) {
    this(args, env, "/");
  }

  /** Returns false when the strings are longer than {@link #ARG_MAX} together. */
  public boolean fits() {
    return bytes(args) + bytes(env) <= ARG_MAX;
  }

  private static long bytes(List<String> strings) {
    long sum = 0;
    for (int i = 0; i < strings.size(); i++) {
      sum += utf8Length(strings.get(i)) + 1;
    }
    return sum;
  }

  private static long utf8Length(String string) {
    long sum = 0;
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      // Each half of a surrogate pair counts for two of the pair's four bytes.
      sum += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return sum;
  }
}
