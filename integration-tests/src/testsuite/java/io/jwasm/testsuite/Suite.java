package io.jwasm.testsuite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tests of preview 1 in a checkout that holds the compiled modules. */
final class Suite {
  /**
   * Modules lie in {@code tests/LANGUAGE/testsuite}, in newer checkouts below the target's name.
   */
  private static final List<String> FOLDERS = List.of("testsuite", "testsuite/wasm32-wasip1");

  private Suite() {}

  /** All tests, by language and name. */
  static List<TestCase> of(Path checkout) throws TestsuiteException {
    List<TestCase> cases = new ArrayList<>();
    Path tests = checkout.resolve("tests");
    try {
      for (Path language : Files.isDirectory(tests) ? entries(tests) : List.<Path>of()) {
        for (String folder : FOLDERS) {
          Path directory = language.resolve(folder);
          for (Path file : Files.isDirectory(directory) ? entries(directory) : List.<Path>of()) {
            if (file.toString().endsWith(".wasm")) {
              cases.add(TestCase.of(language.getFileName() + "/" + TestCase.stem(file), file));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new TestsuiteException("cannot read " + checkout + ": " + e.getMessage(), e);
    }
    if (cases.isEmpty()) {
      throw new TestsuiteException(
          checkout
              + " holds no test: DIR is a checkout of WebAssembly/wasi-testsuite,"
              + " branch prod/testsuite-base");
    }
    return cases;
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}
