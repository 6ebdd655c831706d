package io.jwasm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A container runtime with a state directory of its own.
 *
 * @param words its path and the options before the verb
 */
record OciRuntime(Workshop workshop, List<String> words) {
  /** jwasm as in the distribution, with the directory for what it has compiled. */
  static OciRuntime jwasm(Workshop workshop, Path distribution, Path cache) throws BenchException {
    return of(workshop, distribution.resolve("bin/jwasm"), "--cache", cache);
  }

  /** A runtime that is installed on this machine. */
  static OciRuntime installed(Workshop workshop, String name) throws BenchException {
    return of(workshop, name);
  }

  private static OciRuntime of(Workshop workshop, Object binary, Object... options)
      throws BenchException {
    Command command =
        new Command(workshop, binary, "--root", workshop.newDirectory("state")).and(options);
    return new OciRuntime(workshop, command.words());
  }

  /** The same runtime with one more option before the verb. */
  OciRuntime with(String option) {
    List<String> more = new ArrayList<>(words);
    more.add(option);
    return new OciRuntime(workshop, more);
  }

  /** The runtime with a verb. */
  Command verb(Object... verb) {
    return new Command(workshop, words.toArray()).and(verb);
  }

  /** Runs hello in the foreground. */
  Outcome runHello(Bundle bundle) throws BenchException {
    return verb("run", "--bundle", bundle.directory(), workshop.newId())
        .run()
        .printed("hello world\n");
  }
}
