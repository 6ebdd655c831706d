package io.jwasm.testsuite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The distribution, with a scratch directory for its state, its cache and its bundles.
 *
 * @param platform how modules are executed
 */
record Distribution(Path launcher, String platform, Path scratch) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Runs a test in a container of its own. */
  Verdict run(TestCase test) throws TestsuiteException {
    String id = scratch.getFileName() + "-" + test.name().replace('/', '-');
    Path bundle = scratch.resolve(id);
    Path out = scratch.resolve(id + ".out");
    Path err = scratch.resolve(id + ".err");
    try {
      Bundle.create(test, bundle);
      Process run = start(List.of("run", "--bundle", bundle.toString(), id), out, err);
      run.getOutputStream().close();
      boolean ended = run.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        run.destroyForcibly().waitFor();
        start(List.of("delete", "--force", id), scratch.resolve("out"), scratch.resolve("err"))
            .waitFor();
        return Verdict.failed(test, read(out), read(err), "still running after " + LIMIT);
      }
      return Verdict.of(test, run.exitValue(), read(out), read(err));
    } catch (IOException e) {
      throw new TestsuiteException("cannot run " + test.name() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestsuiteException("interrupted", e);
    }
  }

  private Process start(List<String> verb, Path out, Path err) throws IOException {
    List<String> words = new ArrayList<>(List.of(launcher.toString()));
    words.addAll(List.of("--root", scratch.resolve("state").toString()));
    words.addAll(List.of("--cache", scratch.resolve("cache").toString()));
    words.add("--platform=" + platform);
    words.addAll(verb);
    return new ProcessBuilder(words)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** A guest may print any bytes. */
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
