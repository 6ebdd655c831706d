package io.jwasm.sentry.net.names;

import java.util.ArrayList;
import java.util.List;

/** The lines of a file below {@code /etc} as words, without comments and empty lines. */
final class Lines {
  /** Most words of a line; what stands behind them is not read. */
  private static final int MOST_WORDS = 256;

  private final String text;
  private final String comments;
  private int next;

  /**
   * @param comments characters that each begin a comment
   */
  Lines(String text, String comments) {
    this.text = text;
    this.comments = comments;
  }

  /** Returns the words of the next line that has any, or null after the last. */
  List<String> next() {
    while (next < text.length()) {
      int newline = text.indexOf('\n', next);
      int end = newline < 0 ? text.length() : newline;
      List<String> words = words(next, end);
      next = end + 1;
      if (!words.isEmpty()) {
        return words;
      }
    }
    return null;
  }

  private List<String> words(int begin, int end) {
    List<String> words = new ArrayList<>();
    int at = begin;
    while (at < end && words.size() < MOST_WORDS) {
      if (isBlank(text.charAt(at))) {
        at++;
        continue;
      }
      int word = at;
      while (at < end && !isBlank(text.charAt(at)) && !isComment(text.charAt(at))) {
        at++;
      }
      if (at > word) {
        words.add(text.substring(word, at));
      }
      if (at < end && isComment(text.charAt(at))) {
        break;
      }
    }
    return words;
  }

  private boolean isComment(char letter) {
    return comments.indexOf(letter) >= 0;
  }

  private static boolean isBlank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r';
  }
}
