package io.jwasm.testsuite;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle that runs one test. The module stays outside of the root file system, because some tests
 * want theirs to hold nothing else. A test without directories gets no preopened one.
 */
final class Bundle {
  private Bundle() {}

  /** Makes it in the directory, which does not exist yet. */
  static void create(TestCase test, Path directory) throws IOException {
    Path rootfs = directory.resolve("rootfs");
    Files.createDirectory(directory);
    Files.createDirectory(rootfs);
    if (test.root().isPresent()) {
      copyTree(test.root().get(), rootfs);
    }
    List<Object> mounts = new ArrayList<>();
    for (String name : test.dirs()) {
      Path copy = Files.createDirectories(directory.resolve("dirs").resolve(name));
      copyTree(test.module().resolveSibling(name), copy);
      mounts.add(bind(copy, destination(name)));
    }
    Files.writeString(directory.resolve("config.json"), Json.of(config(test, mounts)));
  }

  private static Map<String, Object> config(TestCase test, List<Object> mounts) {
    List<String> args = new ArrayList<>();
    args.add("/" + test.module().getFileName());
    args.addAll(test.args());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("ociVersion", "1.0.2");
    config.put(
        "process",
        Map.of(
            "terminal",
            false,
            "user",
            Map.of("uid", 0, "gid", 0),
            "args",
            args,
            "env",
            test.env(),
            "cwd",
            "/"));
    config.put("root", Map.of("path", "rootfs"));
    config.put("mounts", mounts);
    config.put("linux", Map.of("namespaces", namespaces("pid", "mount", "ipc", "uts", "network")));
    config.put("annotations", annotations(test));
    return config;
  }

  private static Map<String, String> annotations(TestCase test) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("io.jwasm.module", test.module().toString());
    preopens(test).ifPresent(list -> annotations.put("io.jwasm.preopens", list));
    return annotations;
  }

  /** With a root of its own the test gets what every container gets: that root, as {@code /}. */
  private static Optional<String> preopens(TestCase test) {
    return test.root().isPresent()
        ? Optional.empty()
        : Optional.of(
            String.join(
                ",", test.dirs().stream().map(name -> name + "=" + destination(name)).toList()));
  }

  private static List<Map<String, String>> namespaces(String... types) {
    return List.of(types).stream().map(type -> Map.of("type", type)).toList();
  }

  private static Map<String, Object> bind(Path source, String destination) {
    return Map.of(
        "destination",
        destination,
        "type",
        "bind",
        "source",
        source.toString(),
        "options",
        List.of("bind", "rw"));
  }

  private static String destination(String name) {
    return "/" + name;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(source)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path source, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                source, to.resolve(from.relativize(source)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
