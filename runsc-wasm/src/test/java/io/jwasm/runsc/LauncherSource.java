package io.jwasm.runsc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A source file of the launcher, for tests that hold its tables against those of Java. */
public record LauncherSource(String text) {
  private static final Path DIRECTORY = Path.of("src/main/c");

  /** Reads the file of that name. */
  public static LauncherSource read(String name) throws IOException {
    return new LauncherSource(Files.readString(DIRECTORY.resolve(name)));
  }

  /** Returns the text from {@code first} to the next {@code last}. */
  public String block(String first, String last) {
    int start = text.indexOf(first);
    int end = text.indexOf(last, start + first.length());
    if (start < 0 || end < 0) {
      throw new AssertionError("the launcher has no \"" + first + "\" any more");
    }
    return text.substring(start, end);
  }

  /** Returns the first group of each match, in order. */
  public static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }
}
