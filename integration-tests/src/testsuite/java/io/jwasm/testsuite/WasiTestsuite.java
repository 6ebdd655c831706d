package io.jwasm.testsuite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** Runs the suite and prints how many tests pass, and of the others the names and the reasons. */
final class WasiTestsuite {
  private static final String USAGE =
      "usage: make wasi-testsuite DIR=<checkout of WebAssembly/wasi-testsuite, branch"
          + " prod/testsuite-base> [SUITE='--only NAME,... --platform wasm|interpreter']";

  private Path checkout;
  private Path distribution = Path.of("runsc-wasm/target/jwasm");
  private Path report = Path.of("runsc-wasm/target/wasi-testsuite.txt");
  private String platform = "wasm";
  private List<String> only = List.of();

  /** Exits with 0 when every test passes. */
  public static void main(String... arguments) {
    try {
      WasiTestsuite suite = new WasiTestsuite();
      suite.parse(arguments);
      System.exit(suite.run() ? 0 : 1);
    } catch (TestsuiteException e) {
      System.err.println("wasi-testsuite: " + e.getMessage());
      System.exit(2);
    }
  }

  private void parse(String... arguments) throws TestsuiteException {
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    try {
      checkout = Path.of(rest.remove()).toAbsolutePath();
      while (!rest.isEmpty()) {
        switch (rest.remove()) {
          case "--dist" -> distribution = Path.of(rest.remove());
          case "--report" -> report = Path.of(rest.remove());
          case "--platform" -> platform = rest.remove();
          case "--only" -> only = List.of(rest.remove().split(","));
          default -> throw new TestsuiteException(USAGE);
        }
      }
    } catch (NoSuchElementException e) {
      throw new TestsuiteException(USAGE, e);
    }
  }

  private boolean run() throws TestsuiteException {
    Path launcher = distribution.toAbsolutePath().resolve("bin/jwasm");
    if (!Files.isExecutable(launcher)) {
      throw new TestsuiteException("no distribution at " + distribution + ": run make first");
    }
    List<TestCase> tests =
        Suite.of(checkout).stream()
            .filter(test -> only.isEmpty() || only.stream().anyMatch(test.name()::contains))
            .toList();
    Distribution under = new Distribution(launcher, platform, scratch());
    List<Verdict> verdicts = new ArrayList<>();
    for (TestCase test : tests) {
      Verdict verdict = under.run(test);
      verdict
          .complaint()
          .ifPresent(why -> System.out.println("FAILED  " + test.name() + ": " + why));
      verdicts.add(verdict);
    }
    write(verdicts);
    long passed = verdicts.stream().filter(Verdict::passed).count();
    System.out.printf("%d of %d (%s; all output in %s)%n", passed, tests.size(), platform, report);
    return passed == tests.size();
  }

  private void write(List<Verdict> verdicts) throws TestsuiteException {
    try {
      Files.writeString(report, String.join("\n", verdicts.stream().map(Verdict::report).toList()));
    } catch (IOException e) {
      throw new TestsuiteException("cannot write " + report + ": " + e.getMessage(), e);
    }
  }

  /** A directory that goes away with the Java runtime. */
  private static Path scratch() throws TestsuiteException {
    try {
      Path directory = Files.createTempDirectory(Path.of("/tmp"), "jwsuite");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory), "teardown"));
      Files.createDirectory(directory.resolve("state"));
      // The launcher refuses a cache that others may write.
      Files.createDirectory(
          directory.resolve("cache"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return directory;
    } catch (IOException e) {
      throw new TestsuiteException("cannot make a scratch directory: " + e.getMessage(), e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> entries = Files.walk(directory)) {
      entries.sorted(Comparator.reverseOrder()).forEach(WasiTestsuite::delete);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("wasi-testsuite: " + e.getMessage());
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
