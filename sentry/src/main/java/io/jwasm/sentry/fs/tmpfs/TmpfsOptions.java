package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.PagePool;

/**
 * What a tmpfs is mounted with.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/tmpfs.5.html">tmpfs(5)</a>
 */
public final class TmpfsOptions {
  private static final int DEFAULT_MODE = 01777;
  private static final int MODE_BITS = 07777;
  private static final int PERCENT = 100;
  private static final int OCTAL = 8;
  private static final int DECIMAL = 10;
  private static final long MAX_ID = 0xffff_fffeL;
  private static final int KIBI_SHIFT = 10;
  private static final String SUFFIXES = "kmgtpe";

  private final long memoryBytes;
  private final long sizeBytes;
  private final long inodes;
  private final int mode;
  private final int uid;
  private final int gid;

  private TmpfsOptions(long memoryBytes, long sizeBytes, long inodes, int mode, int uid, int gid) {
    this.memoryBytes = memoryBytes;
    this.sizeBytes = sizeBytes;
    this.inodes = inodes;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
  }

  /**
   * Returns what Linux has without options: half of the memory, an inode for two pages of it, mode
   * 1777, owner 0.
   *
   * @param memoryBytes what the sandbox may use in all
   */
  public static TmpfsOptions of(long memoryBytes) {
    long pages = memoryBytes / PagePool.PAGE_SIZE;
    long half = Math.max(1, pages / 2);
    return new TmpfsOptions(memoryBytes, half * PagePool.PAGE_SIZE, half, DEFAULT_MODE, 0, 0);
  }

  /**
   * Returns these options with one changed, as the last argument of {@code mount(2)} says it:
   * {@code size=64m}, {@code size=50%}, {@code nr_blocks=}, {@code nr_inodes=}, {@code mode=1777},
   * {@code uid=}, {@code gid=}. A size or number of 0 is no limit.
   *
   * <p>Errors: EINVAL for an option that tmpfs does not have and for a value that is none.
   */
  public TmpfsOptions with(String option) throws ErrnoException {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    String value = option.substring(equals + 1);
    return switch (name) {
      case "size" -> withSize(size(value));
      case "nr_blocks" -> withSize(pagesToBytes(number(value)));
      case "nr_inodes" ->
          new TmpfsOptions(memoryBytes, sizeBytes, unlimited(number(value)), mode, uid, gid);
      case "mode" ->
          new TmpfsOptions(
              memoryBytes, sizeBytes, inodes, (int) digits(value, OCTAL, MODE_BITS), uid, gid);
      case "uid" -> new TmpfsOptions(memoryBytes, sizeBytes, inodes, mode, id(value), gid);
      case "gid" -> new TmpfsOptions(memoryBytes, sizeBytes, inodes, mode, uid, id(value));
      default -> throw Errno.EINVAL.exception();
    };
  }

  /** Returns whether {@link #with} knows the option, whatever its value is. */
  public static boolean knows(String option) {
    int equals = option.indexOf('=');
    return switch (equals < 0 ? option : option.substring(0, equals)) {
      case "size", "nr_blocks", "nr_inodes", "mode", "uid", "gid" -> true;
      default -> false;
    };
  }

  /** Returns how many bytes of pages there may be, a multiple of their size. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** Returns how many files and directories there may be. */
  public long inodes() {
    return inodes;
  }

  /** Returns the permissions of the root directory. */
  public int mode() {
    return mode;
  }

  /** Returns the owner of the root directory. */
  public int uid() {
    return uid;
  }

  /** Returns the group of the root directory. */
  public int gid() {
    return gid;
  }

  private TmpfsOptions withSize(long bytes) {
    return new TmpfsOptions(memoryBytes, unlimited(bytes), inodes, mode, uid, gid);
  }

  private long size(String value) throws ErrnoException {
    if (!value.endsWith("%")) {
      return roundUp(number(value));
    }
    long percent = digits(value.substring(0, value.length() - 1), DECIMAL, PERCENT);
    return roundUp(memoryBytes / PERCENT * percent);
  }

  private static long roundUp(long bytes) {
    long mask = PagePool.PAGE_SIZE - 1;
    return bytes > Long.MAX_VALUE - mask ? bytes & ~mask : (bytes + mask) & ~mask;
  }

  private static long pagesToBytes(long pages) {
    return pages > Long.MAX_VALUE / PagePool.PAGE_SIZE
        ? Long.MAX_VALUE
        : pages * PagePool.PAGE_SIZE;
  }

  private static long unlimited(long number) {
    return number == 0 ? Long.MAX_VALUE : number;
  }

  private static int id(String value) throws ErrnoException {
    return (int) digits(value, DECIMAL, MAX_ID);
  }

  /** Reads a number with one of the suffixes of the kernel's {@code memparse}. */
  private static long number(String value) throws ErrnoException {
    if (value.isEmpty()) {
      throw Errno.EINVAL.exception();
    }
    int last = value.length() - 1;
    int suffix = SUFFIXES.indexOf(Character.toLowerCase(value.charAt(last)));
    if (suffix < 0) {
      return digits(value, DECIMAL, Long.MAX_VALUE);
    }
    int shift = (suffix + 1) * KIBI_SHIFT;
    return digits(value.substring(0, last), DECIMAL, Long.MAX_VALUE >>> shift) << shift;
  }

  private static long digits(String value, int base, long max) throws ErrnoException {
    if (value.isEmpty()) {
      throw Errno.EINVAL.exception();
    }
    long number = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit >= base || digit > max || number > (max - digit) / base) {
        throw Errno.EINVAL.exception();
      }
      number = number * base + digit;
    }
    return number;
  }
}
