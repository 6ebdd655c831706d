package io.jwasm.runsc.container;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Spec;
import io.jwasm.oci.spec.SpecReader;
import io.jwasm.oci.spec.SpecValidator;
import io.jwasm.oci.spec.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A directory whose config.json describes a container. */
public record Bundle(Path directory) {
  private static final String CONFIG = "config.json";

  /**
   * Looks for everything that is wrong with config.json.
   *
   * <p>Errors: {@code InvalidSpec} with all of it in one line; {@code NotFound} when there is no
   * config.json, {@code HostFailed} when it cannot be read.
   */
  public void check() throws Failure {
    byte[] config = read(directory.resolve(CONFIG));
    try {
      Spec spec = SpecReader.read(config);
      List<Violation> violations = SpecValidator.validate(spec);
      if (!violations.isEmpty()) {
        throw new InvalidSpec(violations);
      }
    } catch (InvalidSpec e) {
      throw new Failure.InvalidSpec(directory.resolve(CONFIG) + ": " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path file) throws Failure {
    // A FIFO would block the open.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Failure.InvalidSpec(file + " is not a regular file", null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] config = in.readNBytes(SpecReader.MAX_DOCUMENT_BYTES + 1);
      if (config.length > SpecReader.MAX_DOCUMENT_BYTES) {
        throw new Failure.InvalidSpec(file + " is larger than 4 MiB", null);
      }
      return config;
    } catch (NoSuchFileException _) {
      throw new Failure.NotFound(
          file + " does not exist; a bundle is a directory with one, jwasm spec writes it");
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot read " + file + ": " + e, e);
    }
  }
}
