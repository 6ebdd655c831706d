package io.jwasm.oci.spec;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the way from {@code create} to the guest does with config.json, as a program. */
final class ColdStart {
  private ColdStart() {}

  /** Reads the config.json of a path and prints that it is valid. */
  public static void main(String[] args) throws Exception {
    Spec spec = SpecReader.read(Files.readAllBytes(Path.of(args[0])));
    boolean valid =
        SpecValidator.validate(spec).isEmpty() && SpecValidator.warnings(spec).isEmpty();
    System.out.println(valid ? "valid" : "invalid");
  }
}
