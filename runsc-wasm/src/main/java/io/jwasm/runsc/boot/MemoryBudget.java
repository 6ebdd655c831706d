package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Resources;
import io.jwasm.oci.spec.Violation;
import java.util.List;
import java.util.Map;

/**
 * How much of a container's memory its program gets: linear memory, files in memory, pipes. The
 * rest is the sandbox's own need, so that a program that uses all it is given is never the one for
 * whom the cgroup ends the container.
 *
 * <pre>
 *   limit - 48 MiB - Java heap, but at least a quarter of the limit
 *
 *   64 MiB: 16    128 MiB: 40    512 MiB: 232    1 GiB: 488
 * </pre>
 *
 * @param machineBytes memory of the machine, the limit of a container without one
 * @param heapBytes most that the Java heap can take, as the launcher chose it
 * @param fixedBytes what the annotation says; 0 without one
 * @param mostBytes what it is at most, whatever the others say
 */
record MemoryBudget(long machineBytes, long heapBytes, long fixedBytes, long mostBytes) {
  static final String ANNOTATION = "io.jwasm.memory.limit";

  /** What to write for a limit. */
  static final String SIZES = "write a size from 64k to 1024g, for example 64m";

  /** What a JVM with a small program has of everything but heap; {@code jvm.c} has the same. */
  private static final long JVM_BASE_BYTES = 48L << 20;

  private static final int LEAST_SHARE = 4;
  private static final long LEAST_BYTES = 64L << 10;
  private static final long MOST_BYTES = 1L << 40;
  private static final long PAGE_MASK = -4096L;

  /**
   * Returns the rule for a container.
   *
   * <p>Errors: {@link InvalidSpec} when the annotation is no size.
   */
  static MemoryBudget of(Map<String, String> annotations, long machineBytes, long heapBytes)
      throws InvalidSpec {
    String value = annotations.get(ANNOTATION);
    long fixed = value == null ? 0 : LimitAnnotations.bytes(value);
    if (value != null && !isSize(fixed)) {
      throw new InvalidSpec(
          List.of(
              new Violation(
                  "annotations[\"" + ANNOTATION + "\"]", "found \"" + value + "\"; " + SIZES)));
    }
    return new MemoryBudget(machineBytes, heapBytes, fixed & PAGE_MASK, Long.MAX_VALUE);
  }

  /** Returns whether a limit may have so many bytes. */
  static boolean isSize(long bytes) {
    return bytes >= LEAST_BYTES && bytes <= MOST_BYTES;
  }

  /** Returns the rule that leaves programs no more than this either. */
  MemoryBudget atMost(long bytes) {
    return new MemoryBudget(
        machineBytes, heapBytes, fixedBytes, Math.min(mostBytes, bytes & PAGE_MASK));
  }

  /** Returns what a program gets in a container with these resources, in bytes. */
  long bytes(Resources resources) {
    boolean limited = resources != null && resources.memory() != null;
    Long limit = limited ? resources.memory().limit() : null;
    return bytes(limit == null ? 0 : limit);
  }

  /**
   * Returns what a program gets, in bytes.
   *
   * @param containerBytes the container's limit; 0 and less: it has none
   */
  long bytes(long containerBytes) {
    return Math.min(fixedBytes > 0 ? fixedBytes : shareOf(containerBytes), mostBytes);
  }

  private long shareOf(long containerBytes) {
    boolean limited = containerBytes > 0 && containerBytes < machineBytes;
    long bytes = limited ? containerBytes : machineBytes;
    return Math.max(bytes - JVM_BASE_BYTES - heapBytes, bytes / LEAST_SHARE) & PAGE_MASK;
  }
}
