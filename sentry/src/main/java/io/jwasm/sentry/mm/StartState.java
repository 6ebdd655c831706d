package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import java.nio.ByteBuffer;

/**
 * What the memories of a module begin with: whole pages of a file that nobody changes, and where in
 * a memory they belong. Each memory maps them privately; a page is copied when the guest writes it.
 *
 * @see Region#begin
 */
public final class StartState {
  /** Address and length are multiples of this. */
  public static final int PAGE_SIZE = 4096;

  private static final int LEAST_BYTES = 512 << 10;

  /** What takes as long to copy as one more segment takes; both are 2 us of code that is new. */
  private static final int SEGMENT_BYTES = 2 << 10;

  private static final long END_MAX = (long) PageAllocator.MAX_PAGES * PageAllocator.PAGE_SIZE;

  private final int fd;
  private final long offset;
  private final int address;
  private final int length;

  private StartState(int fd, long offset, int address, int length) {
    this.fd = fd;
    this.offset = offset;
    this.address = address;
    this.length = length;
  }

  /** Returns how many bytes in one piece take as long to copy as these do. */
  public static long weight(long bytes, int segments) {
    return bytes + (long) segments * SEGMENT_BYTES;
  }

  /** Whether data of such a weight is mapped in less time than copied. */
  public static boolean pays(long weight) {
    return weight >= LEAST_BYTES;
  }

  /**
   * Returns the state in a file, or null when the file is too short for it or the numbers are none:
   * a page that is mapped but not there would end the sandbox when it is touched. Whoever made the
   * file answers for its getting no shorter.
   *
   * @param fd readable; its owner is the state from now on
   * @param offset of the pages in the file
   * @param address of the pages in the memory
   */
  public static StartState inFile(int fd, long offset, long address, long length) {
    long[] stat = new long[HostConstants.STAT_WORDS];
    boolean pages = (offset | address | length) % PAGE_SIZE == 0;
    if (fd >= 0
        && pages
        && offset >= 0
        && address >= 0
        && length > 0
        && length <= END_MAX
        && address <= END_MAX - length
        && HostKernel.fstat(fd, stat) == 0
        && stat[HostConstants.STAT_SIZE] - offset >= length) {
      return new StartState(fd, offset, (int) address, (int) length);
    }
    return null;
  }

  /**
   * Returns a state in a file of this sandbox's own, or null when the host has no room for it.
   *
   * @param pages a direct buffer, all of whose bytes are copied
   */
  public static StartState inMemory(int address, ByteBuffer pages) {
    int fd = HostKernel.sealed(HostKernel.addressOf(pages), pages.capacity());
    return fd < 0 ? null : inFile(fd, 0, address, pages.capacity());
  }

  /** Returns the address behind the last page. */
  public int end() {
    return address + length;
  }

  /** Ends the use for further memories; those that have mapped it keep it. */
  public void close() {
    HostKernel.close(fd);
  }

  /**
   * Maps the pages where they belong in a memory, or returns false and changes nothing when the
   * host cannot.
   *
   * <p>Errors: ENOMEM when the memory has lost these pages: no guest may run in it.
   *
   * @param memory a direct buffer whose index 0 is the memory's first page
   */
  boolean mapInto(ByteBuffer memory) throws ErrnoException {
    long begin = HostKernel.addressOf(memory) + address;
    int outcome = HostKernel.mapPrivate(begin, length, fd, offset);
    if (outcome == -HostConstants.EFAULT) {
      throw Errno.ENOMEM.exception();
    }
    return outcome == 0;
  }

  /** Gives the copies that were made in a memory back to the host; they read as at the start. */
  void discardIn(ByteBuffer memory) {
    HostKernel.advise(HostKernel.addressOf(memory) + address, length, HostConstants.MADV_DONTNEED);
  }
}
