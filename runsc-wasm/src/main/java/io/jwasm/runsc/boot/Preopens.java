package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Quote;
import io.jwasm.oci.spec.Violation;
import io.jwasm.sentry.Preopen;
import java.util.ArrayList;
import java.util.List;

/**
 * The annotation {@code io.jwasm.preopens}: which directories the program finds open, instead of
 * the root directory. {@code name=/path} or only {@code /path}, separated by commas; an empty text
 * is no directory at all.
 */
final class Preopens {
  static final String ANNOTATION = "io.jwasm.preopens";

  private static final int MOST = 256;

  private Preopens() {}

  /**
   * Returns the directories, or null without the annotation.
   *
   * <p>Errors: {@link InvalidSpec} for a path that is not absolute, and too many of them.
   */
  static List<Preopen> read(String annotation) throws InvalidSpec {
    if (annotation == null) {
      return null;
    }
    List<Preopen> preopens = new ArrayList<>();
    int begin = 0;
    while (begin < annotation.length()) {
      int comma = annotation.indexOf(',', begin);
      int end = comma < 0 ? annotation.length() : comma;
      preopens.add(read(annotation, begin, end));
      if (preopens.size() > MOST) {
        throw invalid("has more than " + MOST + " directories");
      }
      begin = end + 1;
    }
    return preopens;
  }

  private static Preopen read(String annotation, int begin, int end) throws InvalidSpec {
    String entry = annotation.substring(begin, end);
    int equals = entry.indexOf("=/");
    String path = equals < 0 ? entry : entry.substring(equals + 1);
    String name = equals < 0 ? entry : entry.substring(0, equals);
    if (!path.startsWith("/") || name.isEmpty() || entry.indexOf('\0') >= 0) {
      throw invalid(
          "found " + Quote.of(entry) + "; write name=/path or /path, separated by commas");
    }
    return new Preopen(name, path);
  }

  private static InvalidSpec invalid(String why) {
    return new InvalidSpec(List.of(new Violation("annotations[\"" + ANNOTATION + "\"]", why)));
  }
}
