package io.jwasm.runsc.container;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox says of its memory, in bytes. It is its word and no more: one that was taken over
 * says what it likes, within these bounds.
 *
 * @param limit what its programs may use
 * @param linear what their linear memories have of it
 * @param files what files in memory have of it
 * @param buffers what pipes have of it
 * @param heapUsed objects of the sandbox's Java, those that nobody needs any more too
 * @param heapMax most that they can take
 */
public record MemoryReport(
    long limit, long linear, long files, long buffers, long heapUsed, long heapMax) {
  static final int BYTES = 4096;

  private static final List<String> NAMES =
      List.of("request", "limit", "linear", "files", "buffers", "heap_used", "heap_max", "end");
  private static final int MAX_DIGITS = 19;

  /** The report for that request; empty when it is of another, not complete, or none. */
  static Optional<MemoryReport> parse(byte[] bytes, long request) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String line : new String(bytes, 0, length, StandardCharsets.US_ASCII).split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        Long number = number(line.substring(space + 1));
        if (number == null || numbers.put(line.substring(0, space), number) != null) {
          return Optional.empty();
        }
      }
    }
    if (!List.copyOf(numbers.keySet()).equals(NAMES)
        || numbers.get("request") != request
        || numbers.get("end") != request) {
      return Optional.empty();
    }
    return Optional.of(
        new MemoryReport(
            numbers.get("limit"),
            numbers.get("linear"),
            numbers.get("files"),
            numbers.get("buffers"),
            numbers.get("heap_used"),
            numbers.get("heap_max")));
  }

  private static Long number(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
