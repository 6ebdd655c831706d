package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.mm.PageRun;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import java.nio.ByteBuffer;

/**
 * The bytes of a file in pages. A page that was never written is a hole and reads as zero; behind
 * the end of the file the last page holds zeros.
 *
 * <p>Locks: none; its file's.
 */
final class FileContent implements PageTree.Freed {
  /** Longest file, as in Linux. */
  static final long MAX_SIZE = Long.MAX_VALUE;

  private static final int SHIFT = PagePool.PAGE_SHIFT;
  private static final int PAGE_SIZE = PagePool.PAGE_SIZE;
  private static final int MASK = PAGE_SIZE - 1;
  private static final long NO_PAGE = -1;

  private final Superblock fs;
  private final PagePool pool;
  private final PageTree pages;
  private long sizeBytes;
  private long pageCount;

  /** The page that was written or read last, and where it lies: most transfers stay in it. */
  private long currentIndex = NO_PAGE;

  private ByteBuffer currentBytes;
  private int currentOffset;

  FileContent(Superblock fs) {
    this.fs = fs;
    this.pool = fs.pool();
    this.pages = new PageTree(fs);
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Reads at a position, not negative; returns the bytes read, 0 at the end. */
  long read(long position, IoSequence dst) {
    long left = Math.min(dst.remaining(), sizeBytes - position);
    if (left <= 0) {
      return 0;
    }
    int within = (int) position & MASK;
    if (position >>> SHIFT == currentIndex && left <= PAGE_SIZE - within) {
      dst.put(currentBytes, currentOffset + within, (int) left);
      return left;
    }
    return readPages(position, dst, left);
  }

  private long readPages(long position, IoSequence dst, long length) {
    long at = position;
    long end = position + length;
    while (at < end) {
      long index = at >>> SHIFT;
      int within = (int) at & MASK;
      int[] leaf = pages.leaf(index);
      int slot = (int) index & (PageTree.FANOUT - 1);
      if (leaf == null || leaf[slot] == PageTree.HOLE) {
        int count = leaf == null ? PageTree.FANOUT - slot : holes(leaf, slot, PageTree.FANOUT);
        int bytes = bytesIn(count, within, end - at);
        dst.putZeros(bytes);
        at += bytes;
      } else {
        int bytes = bytesIn(adjacent(leaf, slot, end - at), within, end - at);
        dst.put(pool.bytes(leaf[slot]), pool.offset(leaf[slot]) + within, bytes);
        at += bytes;
        remember(index, leaf[slot]);
      }
    }
    return length;
  }

  /**
   * Writes at a position, not negative; returns the bytes written, fewer when there is no space for
   * all.
   *
   * <p>Errors: ENOSPC; EFBIG.
   */
  long write(long position, IoSequence src) throws ErrnoException {
    long length = src.remaining();
    int within = (int) position & MASK;
    if (position >>> SHIFT == currentIndex && length <= PAGE_SIZE - within) {
      src.get(currentBytes, currentOffset + within, (int) length);
      sizeBytes = Math.max(sizeBytes, position + length);
      return length;
    }
    if (position == MAX_SIZE && length > 0) {
      throw Errno.EFBIG.exception();
    }
    return writePages(position, src, Math.min(length, MAX_SIZE - position));
  }

  private long writePages(long position, IoSequence src, long length) throws ErrnoException {
    long at = position;
    long end = position + length;
    try {
      while (at < end) {
        at += writeRun(at, src, end - at);
        sizeBytes = Math.max(sizeBytes, at);
      }
    } catch (ErrnoException e) {
      if (at == position) {
        throw e;
      }
    }
    return at - position;
  }

  private int writeRun(long at, IoSequence src, long left) throws ErrnoException {
    long index = at >>> SHIFT;
    int within = (int) at & MASK;
    int[] leaf = pages.makeLeaf(index);
    int slot = (int) index & (PageTree.FANOUT - 1);
    if (leaf[slot] == PageTree.HOLE) {
      if (within == 0 && left >= PAGE_SIZE) {
        int wanted = holes(leaf, slot, (int) Math.min(left >>> SHIFT, PageTree.FANOUT));
        long run = allocate(wanted);
        pool.fill(run, src, PageRun.count(run) << SHIFT);
        fill(leaf, slot, run);
        return PageRun.count(run) << SHIFT;
      }
      fill(leaf, slot, allocateZeroed(1));
    }
    int bytes = bytesIn(adjacent(leaf, slot, left), within, left);
    src.get(pool.bytes(leaf[slot]), pool.offset(leaf[slot]) + within, bytes);
    remember(index, leaf[slot]);
    return bytes;
  }

  /**
   * Takes over the content of another file; what is zero there becomes a hole.
   *
   * <p>Errors: ENOSPC; those of reading.
   */
  void fill(Caller caller, FileDescription from) throws ErrnoException {
    long at = 0;
    int got;
    long run;
    do {
      run = allocate(PageTree.FANOUT);
      pageCount += PageRun.count(run);
      boolean kept = false;
      try {
        got = readFully(caller, from, at, run);
        pages.makeLeaf(at >>> SHIFT);
        pages.makeLeaf((at + got) >>> SHIFT);
        kept = true;
      } finally {
        if (!kept) {
          pages(PageRun.first(run), PageRun.count(run));
        }
      }
      keep(at >>> SHIFT, run, got);
      at += got;
    } while (got == PageRun.count(run) << SHIFT);
    sizeBytes = at;
  }

  private int readFully(Caller caller, FileDescription from, long at, long run)
      throws ErrnoException {
    int page = PageRun.first(run);
    int capacity = PageRun.count(run) << SHIFT;
    int got = 0;
    int read;
    do {
      ByteBuffer rest = pool.bytes(page).slice(pool.offset(page) + got, capacity - got);
      read = (int) from.pread(caller, IoSequence.of(rest), at + got);
      got += read;
    } while (read > 0 && got < capacity);
    return got;
  }

  /** Keeps those of the pages that hold something, and gives the others back. */
  private void keep(long index, long run, int bytes) throws ErrnoException {
    for (int i = 0; i < PageRun.count(run); i++) {
      int page = PageRun.first(run) + i;
      int filled = Math.clamp((long) bytes - ((long) i << SHIFT), 0, PAGE_SIZE);
      pool.zero(page, filled, PAGE_SIZE);
      if (pool.isZero(page)) {
        pages(page, 1);
      } else {
        pages.makeLeaf(index + i)[(int) (index + i) & (PageTree.FANOUT - 1)] = page;
      }
    }
  }

  /** Gives the holes of a range pages, and makes the file as long as its end; ENOSPC, EFBIG. */
  void allocate(long offset, long length) throws ErrnoException {
    if (offset > MAX_SIZE - length) {
      throw Errno.EFBIG.exception();
    }
    long end = offset + length;
    long index = offset >>> SHIFT;
    long last = (end - 1) >>> SHIFT;
    // What cannot be is refused before it begins.
    if (last - index + 1 - pageCount
        > (fs.size().maxBytes() - fs.size().chargedBytes()) >>> SHIFT) {
      throw Errno.ENOSPC.exception();
    }
    try {
      while (index <= last) {
        index += allocateRun(index, last);
      }
      sizeBytes = Math.max(sizeBytes, end);
    } finally {
      removeBehindEnd();
    }
  }

  private int allocateRun(long index, long last) throws ErrnoException {
    int[] leaf = pages.makeLeaf(index);
    int slot = (int) index & (PageTree.FANOUT - 1);
    if (leaf[slot] != PageTree.HOLE) {
      return 1;
    }
    int wanted = holes(leaf, slot, (int) Math.min(last - index + 1, PageTree.FANOUT));
    long run = allocateZeroed(wanted);
    fill(leaf, slot, run);
    return PageRun.count(run);
  }

  /** Cuts the file, or makes it longer with a hole. */
  void truncate(long newSize) {
    long oldSize = sizeBytes;
    sizeBytes = newSize;
    if (newSize < oldSize) {
      removeBehindEnd();
    }
  }

  /** Gives all pages back. */
  void discard() {
    sizeBytes = 0;
    removeBehindEnd();
  }

  private void removeBehindEnd() {
    currentIndex = NO_PAGE;
    pages.removeFrom((sizeBytes + MASK) >>> SHIFT, this);
    int within = (int) sizeBytes & MASK;
    int[] leaf = within == 0 ? null : pages.leaf(sizeBytes >>> SHIFT);
    if (leaf != null) {
      int page = leaf[(int) (sizeBytes >>> SHIFT) & (PageTree.FANOUT - 1)];
      if (page != PageTree.HOLE) {
        pool.zero(page, within, PAGE_SIZE);
      }
    }
  }

  /** Takes pages back that the file does not need any more. */
  @Override
  public void pages(int first, int count) {
    pool.free(first, count);
    fs.size().uncharge((long) count << SHIFT);
    pageCount -= count;
  }

  private long allocate(int wanted) throws ErrnoException {
    int charged = charge(wanted);
    long run = 0;
    try {
      run = pool.allocate(charged);
      return run;
    } catch (ErrnoException e) {
      throw Errno.ENOSPC.exception();
    } finally {
      uncharge(charged - PageRun.count(run));
    }
  }

  private long allocateZeroed(int wanted) throws ErrnoException {
    int charged = charge(wanted);
    long run = 0;
    try {
      run = pool.allocateZeroed(charged);
      return run;
    } catch (ErrnoException e) {
      throw Errno.ENOSPC.exception();
    } finally {
      uncharge(charged - PageRun.count(run));
    }
  }

  private int charge(int wanted) throws ErrnoException {
    int charged = fs.size().chargeUnits(wanted, PAGE_SIZE);
    if (charged == 0) {
      throw Errno.ENOSPC.exception();
    }
    return charged;
  }

  private void uncharge(int count) {
    fs.size().uncharge((long) count << SHIFT);
  }

  private void fill(int[] leaf, int slot, long run) {
    int count = PageRun.count(run);
    for (int i = 0; i < count; i++) {
      leaf[slot + i] = PageRun.first(run) + i;
    }
    pageCount += count;
  }

  private void remember(long index, int page) {
    // Of the last page that a file can have, the last byte cannot be written: not the short way.
    currentIndex = index == MAX_SIZE >>> SHIFT ? NO_PAGE : index;
    currentBytes = pool.bytes(page);
    currentOffset = pool.offset(page);
  }

  /** Returns how many holes follow in the leaf, at most some. */
  private static int holes(int[] leaf, int slot, int atMost) {
    int end = Math.min(PageTree.FANOUT, slot + atMost);
    int i = slot;
    while (i < end && leaf[i] == PageTree.HOLE) {
      i++;
    }
    return i - slot;
  }

  /** Returns how many pages from one on lie side by side, no more than the bytes need. */
  private int adjacent(int[] leaf, int slot, long bytes) {
    int end = (int) Math.min(PageTree.FANOUT, slot + 1 + (bytes >>> SHIFT) + 1);
    int i = slot + 1;
    while (i < end && pool.isAdjacent(leaf[i - 1], leaf[i])) {
      i++;
    }
    return i - slot;
  }

  private static int bytesIn(int count, int within, long left) {
    return (int) Math.min(left, ((long) count << SHIFT) - within);
  }
}
