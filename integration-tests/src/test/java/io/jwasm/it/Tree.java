package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything below a directory of the host at one moment, to find out what has been changed. */
final class Tree {
  private static final int SHORT = 4096;

  private Tree() {}

  /**
   * A text for each name, the directory itself included: owner, mode, size, times of modification
   * and of change, content of small files, target of links. The time of change cannot be set back.
   */
  static Map<String, String> of(Path directory) {
    Map<String, String> entries = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      paths.forEach(path -> entries.put(directory.relativize(path).toString(), describe(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static String describe(Path path) {
    try {
      Map<String, Object> all =
          Files.readAttributes(
              path,
              "unix:uid,gid,mode,size,nlink,lastModifiedTime,ctime",
              LinkOption.NOFOLLOW_LINKS);
      return new TreeMap<>(all) + " " + content(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    if (!Files.isRegularFile(path)) {
      return "";
    }
    byte[] content = Files.readAllBytes(path);
    return content.length > SHORT
        ? "hash " + Arrays.hashCode(content)
        : new String(content, StandardCharsets.ISO_8859_1);
  }
}
