package io.jwasm.testsuite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One test: a module and what the JSON file beside it says, or the defaults when there is none.
 *
 * @param name the suite's language and the module's name, {@code rust/fd_readdir}
 * @param args what follows {@code args[0]}
 * @param env {@code NAME=value}
 * @param root the directory that the guest sees as {@code /}
 * @param dirs names of directories beside the module, each preopened under its name
 * @param stdout what it has to print, when the test says so
 * @param stderr likewise
 */
record TestCase(
    String name,
    Path module,
    List<String> args,
    List<String> env,
    Optional<Path> root,
    List<String> dirs,
    int exitCode,
    Optional<String> stdout,
    Optional<String> stderr) {

  private static final Set<String> KEYS =
      Set.of("args", "env", "root", "dirs", "exit_code", "stdout", "stderr");

  /** Reads the specification of a module. */
  static TestCase of(String name, Path module) throws TestsuiteException {
    Path file = module.resolveSibling(stem(module) + ".json");
    try {
      return of(name, module, Files.exists(file) ? Json.object(Files.readString(file)) : Map.of());
    } catch (IOException | ClassCastException e) {
      throw new TestsuiteException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (TestsuiteException e) {
      throw new TestsuiteException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static TestCase of(String name, Path module, Map<?, ?> specification)
      throws TestsuiteException {
    for (Object key : specification.keySet()) {
      if (!KEYS.contains(key)) {
        throw new TestsuiteException(key + " is not known");
      }
    }
    List<String> env = new ArrayList<>();
    if (specification.get("env") instanceof Map<?, ?> variables) {
      variables.forEach((key, value) -> env.add(key + "=" + value));
    }
    return new TestCase(
        name,
        module,
        texts(specification.get("args")),
        env,
        text(specification, "root").map(module::resolveSibling),
        texts(specification.get("dirs")),
        specification.get("exit_code") instanceof Long code ? code.intValue() : 0,
        text(specification, "stdout"),
        text(specification, "stderr"));
  }

  /** The module's file name without its ending. */
  static String stem(Path module) {
    String file = module.getFileName().toString();
    return file.substring(0, file.lastIndexOf('.'));
  }

  private static List<String> texts(Object list) {
    return list instanceof List<?> values
        ? values.stream().map(Object::toString).toList()
        : List.of();
  }

  private static Optional<String> text(Map<?, ?> specification, String key) {
    return Optional.ofNullable((String) specification.get(key));
  }
}
