package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A bundle as {@code runc spec} makes it, with one program in its root file system and no terminal.
 */
record Bundle(Path directory) {
  /** A new bundle that runs the program. */
  static Bundle of(Workshop workshop, Path program) throws BenchException {
    Path directory = workshop.newDirectory("bundle");
    String name = program.getFileName().toString();
    try {
      Path rootfs = Files.createDirectory(directory.resolve("rootfs"));
      Files.copy(program, rootfs.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(
          directory.resolve("config.json"),
          Files.readString(workshop.configuration()).replace("/PROGRAM", "/" + name));
    } catch (IOException e) {
      throw new BenchException("cannot make a bundle: " + e.getMessage(), e);
    }
    return new Bundle(directory);
  }

  /** The same bundle, whose program gets arguments. */
  Bundle withArguments(String... arguments) throws BenchException {
    String env = "],\n    \"env\"";
    return replace(env, ", \"" + String.join("\", \"", arguments) + "\"" + env);
  }

  /** The same bundle with one more mount, the last. */
  Bundle withMount(String destination, String type, String source, String... options)
      throws BenchException {
    String mount =
        "    {\"destination\": \"%s\", \"type\": \"%s\", \"source\": \"%s\", \"options\": [\"%s\"]}"
            .formatted(destination, type, source, String.join("\", \"", options));
    return replace("\n  ],\n  \"linux\"", ",\n" + mount + "\n  ],\n  \"linux\"");
  }

  /** The same bundle, whose container has no more memory than that. */
  Bundle withMemory(long bytes) throws BenchException {
    String resources = "\"resources\": {";
    return replace(resources, resources + "\"memory\": {\"limit\": " + bytes + "}, ");
  }

  /** The same bundle with one more variable. */
  Bundle withEnvironment(String entry) throws BenchException {
    String env = "\"env\": [";
    return replace(env, env + "\"" + entry + "\", ");
  }

  /** The same bundle, which has the network of the machine. */
  Bundle withHostNetwork() throws BenchException {
    return replace("      {\"type\": \"network\"},\n", "");
  }

  /** The same bundle, whose program may have so many files open. */
  Bundle withDescriptors(int count) throws BenchException {
    return replace(
        "\"hard\": 1024, \"soft\": 1024", "\"hard\": %1$d, \"soft\": %1$d".formatted(count));
  }

  private Bundle replace(String old, String replacement) throws BenchException {
    Path file = directory.resolve("config.json");
    try {
      String text = Files.readString(file);
      if (!text.contains(old)) {
        throw new BenchException(file + " does not have the form of config.json");
      }
      Files.writeString(file, text.replace(old, replacement));
    } catch (IOException e) {
      throw new BenchException("cannot change " + file + ": " + e.getMessage(), e);
    }
    return this;
  }
}
