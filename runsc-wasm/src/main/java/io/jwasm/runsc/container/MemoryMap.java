package io.jwasm.runsc.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a sandbox's process has in memory, by what it is for, in bytes, from {@code
 * /proc/PID/smaps}. That comes from the kernel: no sandbox can make it up.
 *
 * <pre>
 *   below 32 GiB                        Java heap: compressed references reach no further
 *   32 GiB to 36 GiB, anonymous         metaspace: classes; the archive before it is a file
 *   anonymous, executable               compiled code
 *   /memfd:memory, /memfd:start         linear memories and files in memory
 *   16 TiB to 32 TiB, anonymous         the same, with the page allocator "anonymous" (memory.c)
 *   KEY.start of the code cache         what a linear memory begins with: its own once it is
 *                                         written, mapped before
 *   anonymous, behind a guard           a thread's stack
 *   anonymous, in a piece of 64 MiB     metaspace if all of it comes in 64 KiB, as that is
 *     that is reserved                    committed, else an arena of malloc
 *   other anonymous                     the JVM's own
 * </pre>
 *
 * <p>Which of the last three kinds it is, is told by form: an arena whose size happens to be a
 * multiple of 64 KiB counts as metaspace.
 *
 * @param heap Java objects
 * @param metaspace what is known of classes
 * @param code compiled code
 * @param stacks of threads
 * @param guest pages of linear memories and files that were touched
 * @param other the JVM's own, malloc
 * @param mapped files, which other sandboxes share
 */
public record MemoryMap(
    long heap, long metaspace, long code, long stacks, long guest, long other, long mapped) {
  private static final long KIB = 1024;
  private static final long HEAP_END = 32L << 30;
  private static final long CLASSES_END = 36L << 30;
  private static final long GUEST_BEGIN = 16L << 40;
  private static final long GUEST_END = 32L << 40;
  private static final long GRANULE = 64L << 10;
  private static final String START = ".start";
  private static final long RESERVED = 64L << 20;

  /**
   * The memory of a process.
   *
   * <p>Errors: {@code HostFailed} when it is gone or not ours to see.
   */
  public static MemoryMap of(long pid) throws Failure {
    Path file = Path.of("/proc", Long.toString(pid), "smaps");
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      return parse(lines);
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  static MemoryMap parse(BufferedReader lines) throws IOException {
    Sums sums = new Sums();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int dash = line.indexOf('-');
      int space = line.indexOf(' ');
      if (dash > 0 && dash < space) {
        sums.begin(line, dash, space);
      } else if (line.startsWith("Rss:")) {
        sums.add(bytes(line, "Rss:"));
      } else if (line.startsWith("Anonymous:")) {
        sums.addCopied(bytes(line, "Anonymous:"));
      }
    }
    return sums.map();
  }

  private static long bytes(String line, String name) {
    return Long.parseLong(line.substring(name.length()).replace(" kB", "").strip()) * KIB;
  }

  private enum Kind {
    HEAP,
    METASPACE,
    CODE,
    STACKS,
    GUEST,
    OTHER,
    MAPPED
  }

  private static final class Sums {
    private final Map<Kind, Long> bytes = new EnumMap<>(Kind.class);
    private Kind kind = Kind.OTHER;
    private boolean start;
    private long guardEnd;

    void begin(String line, int dash, int space) {
      long start = Long.parseUnsignedLong(line, 0, dash, 16);
      long end = Long.parseUnsignedLong(line, dash + 1, space, 16);
      String permissions = line.substring(space + 1, space + 5);
      String[] words = line.split(" +", 6);
      String name = words.length < 6 ? "" : words[5];
      kind = kind(start, end, permissions, name);
      this.start = kind == Kind.MAPPED && permissions.equals("rw-p") && name.contains(START);
      if (permissions.startsWith("---") && name.isEmpty()) {
        guardEnd = end;
      }
    }

    private Kind kind(long start, long end, String permissions, String name) {
      if (name.startsWith("/memfd:memory") || name.startsWith("/memfd:start")) {
        return Kind.GUEST;
      }
      if (name.startsWith("/")) {
        return Kind.MAPPED;
      }
      if (Long.compareUnsigned(start, CLASSES_END) < 0) {
        return start < HEAP_END ? Kind.HEAP : Kind.METASPACE;
      }
      if (start >= GUEST_BEGIN && start < GUEST_END) {
        return Kind.GUEST;
      }
      if (permissions.indexOf('x') >= 0) {
        return name.isEmpty() ? Kind.CODE : Kind.MAPPED;
      }
      boolean reserved = start % RESERVED == 0 || start % (RESERVED / 16) == 0;
      if (reserved) {
        return (end - start) % GRANULE == 0 ? Kind.METASPACE : Kind.OTHER;
      }
      return start == guardEnd && name.isEmpty() ? Kind.STACKS : Kind.OTHER;
    }

    void add(long resident) {
      bytes.merge(kind, resident, Long::sum);
    }

    /** Pages of a private mapping that are no longer the file's. */
    void addCopied(long copied) {
      if (start) {
        bytes.merge(Kind.GUEST, copied, Long::sum);
        bytes.merge(Kind.MAPPED, -copied, Long::sum);
      }
    }

    MemoryMap map() {
      return new MemoryMap(
          of(Kind.HEAP),
          of(Kind.METASPACE),
          of(Kind.CODE),
          of(Kind.STACKS),
          of(Kind.GUEST),
          of(Kind.OTHER),
          of(Kind.MAPPED));
    }

    private long of(Kind of) {
      return bytes.getOrDefault(of, 0L);
    }
  }
}
