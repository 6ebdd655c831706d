package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Deals out the pages of files that are kept in memory. A page is named by a number that is never
 * 0. Pages are charged to the sandbox's memory limit while they are in use; what is freed is used
 * again, and given back to the host when there is much of it.
 *
 * <pre>
 *            allocate                       free
 *   clean ---------------&gt; used ----------------------&gt; dirty
 *     ^                     ^                             | |
 *     |                     '------ allocate: zeroed -----' |
 *     '------ more than MAX_DIRTY_PAGES: hole punched ------'
 * </pre>
 *
 * <p>Nothing is reserved before the first page is asked for.
 *
 * <p>Locks: its own, taken last of all.
 */
public final class PagePool {
  public static final int PAGE_SHIFT = 12;

  /** Size in bytes of a page of a file. */
  public static final int PAGE_SIZE = 1 << PAGE_SHIFT;

  /** Freed pages that the host does not get back, for the next file: 4 MiB. */
  static final int MAX_DIRTY_PAGES = 1024;

  private static final int MAX_BLOCKS = Integer.MAX_VALUE / PageBlock.PAGES;

  /** What part of the heap files may use for what is known of them besides their content. */
  private static final int METADATA_HEAP_SHARE = 4;

  private static final byte[] ZEROS = new byte[PAGE_SIZE];
  private static final Extent[] NONE = {};

  private final PageAllocator allocator;
  private final MemoryLimit metadata;
  private final int extentPageShift;
  private final int extentPageMask;

  /** Grows only; a number that a file holds was dealt out after its extent got here. */
  private volatile Extent[] extents = NONE;

  private final List<PageBlock> blocks = new ArrayList<>();
  private final BitSet blocksWithFree = new BitSet();
  private final BitSet blocksWithDirty = new BitSet();
  private int dirtyPages;
  private int usedPages;

  /**
   * @param allocator where the pages lie
   * @param metadata how much heap may be used for what is known of the files
   */
  public PagePool(PageAllocator allocator, MemoryLimit metadata) {
    this.allocator = allocator;
    this.metadata = metadata;
    this.extentPageShift = Integer.numberOfTrailingZeros(allocator.extentBytes()) - PAGE_SHIFT;
    this.extentPageMask = (1 << extentPageShift) - 1;
  }

  /** Returns a pool whose files may take a quarter of the heap for their names and attributes. */
  public static PagePool of(PageAllocator allocator) {
    return new PagePool(
        allocator, MemoryLimit.ofBytes(Runtime.getRuntime().maxMemory() / METADATA_HEAP_SHARE));
  }

  /** What file systems charge with what they keep in the heap. */
  public MemoryLimit metadata() {
    return metadata;
  }

  /** Returns free pages that the host has not got back. */
  synchronized int dirtyPages() {
    return dirtyPages;
  }

  /** Returns pages in use. */
  public synchronized int usedPages() {
    return usedPages;
  }

  /**
   * Returns at least one and at most {@code wanted} pages of undefined content, which must be
   * overwritten before anybody sees them.
   *
   * <p>Errors: ENOMEM when the memory limit is reached, or the host has no more.
   *
   * @return as {@link PageRun}
   */
  public synchronized long allocate(int wanted) throws ErrnoException {
    int block = blocksWithFree.nextSetBit(0);
    if (block < 0) {
      block = addBlock();
    }
    PageBlock pages = blocks.get(block);
    int first = pages.firstFree();
    boolean dirty = pages.isDirty(first);
    int count = allocator.limit().chargeUnits(pages.runOfFree(first, wanted), PAGE_SIZE);
    if (count == 0) {
      throw Errno.ENOMEM.exception();
    }
    int page = block * PageBlock.PAGES + first;
    if (!dirty && !extents[page >>> extentPageShift].commit(offset(page), count << PAGE_SHIFT)) {
      allocator.limit().uncharge((long) count * PAGE_SIZE);
      throw Errno.ENOMEM.exception();
    }
    pages.use(first, count);
    if (pages.free() == 0) {
      blocksWithFree.clear(block);
    }
    usedPages += count;
    dirtyPages -= dirty ? count : 0;
    return PageRun.of(page, count, dirty);
  }

  /** As {@link #allocate}; the pages read as zero. */
  public long allocateZeroed(int wanted) throws ErrnoException {
    long run = allocate(wanted);
    if (PageRun.isDirty(run)) {
      for (int i = 0; i < PageRun.count(run); i++) {
        int page = PageRun.first(run) + i;
        zero(page, 0, PAGE_SIZE);
      }
    }
    return run;
  }

  /** Takes pages back that {@link #allocate} gave, in runs of any length. */
  public synchronized void free(int first, int count) {
    int page = first;
    while (page < first + count) {
      int inBlock = page % PageBlock.PAGES;
      int run = Math.min(first + count - page, PageBlock.PAGES - inBlock);
      int block = page / PageBlock.PAGES;
      blocks.get(block).release(inBlock, run);
      blocksWithFree.set(block);
      blocksWithDirty.set(block);
      page += run;
    }
    usedPages -= count;
    dirtyPages += count;
    allocator.limit().uncharge((long) count * PAGE_SIZE);
    if (dirtyPages > MAX_DIRTY_PAGES) {
      discardDirty();
    }
  }

  /** Copies bytes into pages that {@link #allocate} has just given, from the first one's begin. */
  public void fill(long run, IoSequence src, int length) {
    int page = PageRun.first(run);
    int done =
        PageRun.isDirty(run)
            ? 0
            : extents[page >>> extentPageShift].fill(offset(page), src, length);
    src.get(bytes(page), offset(page) + done, length - done);
  }

  /** Returns the buffer that a page lies in; for absolute access from {@link #offset} on only. */
  public ByteBuffer bytes(int page) {
    return extents[page >>> extentPageShift].bytes();
  }

  /** Returns where in its buffer a page begins. */
  public int offset(int page) {
    return (page & extentPageMask) << PAGE_SHIFT;
  }

  /** Returns whether the next page lies right behind a page, in the same buffer. */
  public boolean isAdjacent(int page, int next) {
    return next == page + 1 && (next & extentPageMask) != 0;
  }

  /** Writes zeros into a page. */
  public void zero(int page, int from, int to) {
    bytes(page).put(offset(page) + from, ZEROS, 0, to - from);
  }

  /** Returns whether a page holds nothing but zeros. */
  public boolean isZero(int page) {
    ByteBuffer bytes = bytes(page);
    int offset = offset(page);
    for (int i = 0; i < PAGE_SIZE; i += Long.BYTES) {
      if (bytes.getLong(offset + i) != 0) {
        return false;
      }
    }
    return true;
  }

  private int addBlock() throws ErrnoException {
    int block = blocks.size();
    if (block == MAX_BLOCKS) {
      throw Errno.ENOMEM.exception();
    }
    if (((block * PageBlock.PAGES) & extentPageMask) == 0) {
      Extent[] more = Arrays.copyOf(extents, extents.length + 1);
      more[extents.length] = allocator.reserveExtent(allocator.extentBytes());
      extents = more;
    }
    PageBlock pages = new PageBlock();
    if (block == 0) {
      pages.use(0, 1); // 0 is not the number of a page
    }
    blocks.add(pages);
    blocksWithFree.set(block);
    return block;
  }

  /** Pages that the host does not take stay dirty, and in their blocks. */
  private void discardDirty() {
    for (int block = blocksWithDirty.nextSetBit(0);
        block >= 0;
        block = blocksWithDirty.nextSetBit(block + 1)) {
      if (discardDirty(block)) {
        blocksWithDirty.clear(block);
      }
    }
  }

  private boolean discardDirty(int block) {
    PageBlock pages = blocks.get(block);
    Extent extent = extents[(block * PageBlock.PAGES) >>> extentPageShift];
    boolean all = true;
    int first = pages.nextDirty(0);
    while (first < PageBlock.PAGES) {
      int end = pages.nextClean(first);
      int offset = offset(block * PageBlock.PAGES + first);
      if (extent.discard(offset, (end - first) << PAGE_SHIFT)) {
        pages.clean(first, end - first);
        dirtyPages -= end - first;
      } else {
        all = false;
      }
      first = pages.nextDirty(end);
    }
    return all;
  }
}
