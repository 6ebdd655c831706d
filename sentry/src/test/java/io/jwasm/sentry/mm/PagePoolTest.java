package io.jwasm.sentry.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PagePoolTest {
  private static final int PAGE = PagePool.PAGE_SIZE;

  private final MemoryLimit limit = MemoryLimit.ofBytes(10_000L * PAGE);
  private final CountingAllocator allocator = new CountingAllocator(limit);
  private final PagePool pool = new PagePool(allocator, MemoryLimit.none());

  /** Counts what is reserved of a memory file. */
  private static final class CountingAllocator implements PageAllocator {
    private final MemoryFile file;
    private int extents;

    CountingAllocator(MemoryLimit limit) {
      try {
        file = MemoryFile.temporary(limit);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Region reserve(int maxPages) throws ErrnoException {
      return file.reserve(maxPages);
    }

    @Override
    public Extent reserveExtent(int sizeBytes) throws ErrnoException {
      extents++;
      return file.reserveExtent(sizeBytes);
    }

    @Override
    public MemoryLimit limit() {
      return file.limit();
    }

    @Override
    public long committedBytes() {
      return file.committedBytes();
    }
  }

  @Test
  void nothingIsReservedBeforeTheFirstPage() throws Exception {
    assertThat(allocator.extents).isZero();
    pool.allocateZeroed(1);
    assertThat(allocator.extents).isEqualTo(1);
  }

  @Test
  void pagesAreChargedWhileTheyAreUsed() throws Exception {
    long run = pool.allocate(5);
    assertThat(PageRun.count(run)).isEqualTo(5);
    assertThat(PageRun.first(run)).isPositive();
    assertThat(pool.usedPages()).isEqualTo(5);
    assertThat(allocator.committedBytes()).isEqualTo(5 * PAGE);
    pool.free(PageRun.first(run) + 1, 2);
    assertThat(allocator.committedBytes()).isEqualTo(3 * PAGE);
    pool.free(PageRun.first(run), 1);
    pool.free(PageRun.first(run) + 3, 2);
    assertThat(pool.usedPages()).isZero();
    assertThat(allocator.committedBytes()).isZero();
  }

  @Test
  void noPageIsDealtOutTwice() throws Exception {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 1500; i++) {
      long run = pool.allocate(1 + i % 7);
      for (int k = 0; k < PageRun.count(run); k++) {
        assertThat(seen.add(PageRun.first(run) + k)).isTrue();
      }
    }
    assertThat(seen).hasSize(pool.usedPages()).doesNotContain(0);
  }

  @Test
  void pagesThatFollowEachOtherLieSideBySide() throws Exception {
    long run = pool.allocateZeroed(3);
    int first = PageRun.first(run);
    assertThat(pool.isAdjacent(first, first + 1)).isTrue();
    assertThat(pool.isAdjacent(first, first + 2)).isFalse();
    assertThat(pool.bytes(first)).isSameAs(pool.bytes(first + 2));
    assertThat(pool.offset(first + 2)).isEqualTo(pool.offset(first) + 2 * PAGE);
    assertThat(pool.isAdjacent((1 << 18) - 1, 1 << 18)).isFalse(); // in another gigabyte
  }

  @Test
  void aPageThatWasUsedReadsAsZero() throws Exception {
    for (int round = 0; round < 3; round++) {
      long run = pool.allocateZeroed(20);
      assertThat(PageRun.count(run)).isEqualTo(20);
      for (int i = 0; i < 20; i++) {
        int page = PageRun.first(run) + i;
        assertThat(pool.isZero(page)).isTrue();
        fill(page);
        assertThat(pool.isZero(page)).isFalse();
      }
      pool.free(PageRun.first(run), 20);
    }
    assertThat(PageRun.first(pool.allocate(1))).isEqualTo(1); // the same ones
  }

  @Test
  void whatIsGivenBackToTheHostReadsAsZeroToo() throws Exception {
    List<Integer> pages = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int page = PageRun.first(pool.allocate(1));
      fill(page);
      pages.add(page);
    }
    for (int page : pages) {
      if (page % 3 != 0) {
        pool.free(page, 1);
      }
    }
    for (int page : pages) {
      assertThat(pool.bytes(page).get(pool.offset(page) + 7) == 1 || page % 3 != 0).isTrue();
    }
    for (int i = 0; i < 2000; i++) {
      assertThat(pool.isZero(PageRun.first(pool.allocateZeroed(1)))).isTrue();
    }
    assertThat(pool.usedPages()).isEqualTo(3000);
  }

  @Test
  void muchThatIsFreeGoesBackToTheHost() throws Exception {
    List<Long> runs = new ArrayList<>();
    int count = 0;
    while (count < 3 * PagePool.MAX_DIRTY_PAGES) {
      long run = pool.allocate(512);
      for (int i = 0; i < PageRun.count(run); i++) {
        fill(PageRun.first(run) + i);
      }
      runs.add(run);
      count += PageRun.count(run);
    }
    assertThat(pool.dirtyPages()).isZero();
    for (long run : runs) {
      pool.free(PageRun.first(run), PageRun.count(run));
      assertThat(pool.dirtyPages()).isLessThanOrEqualTo(PagePool.MAX_DIRTY_PAGES);
    }
    for (long run : runs) {
      assertThat(pool.isZero(PageRun.first(run)) || pool.dirtyPages() > 0).isTrue();
    }
  }

  @Test
  void theMemoryLimitCutsRunsAndThenRefuses() throws Exception {
    assertThat(limit.charge(9_990L * PAGE)).isTrue();
    assertThat(PageRun.count(pool.allocate(8))).isEqualTo(8);
    assertThat(PageRun.count(pool.allocate(8))).isEqualTo(2);
    assertThatThrownBy(() -> pool.allocate(1)).isSameAs(Errno.ENOMEM.exception());
    pool.free(1, 1);
    assertThat(PageRun.count(pool.allocate(8))).isEqualTo(1);
  }

  @Test
  void randomUseKeepsCount() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      if (used.size() < 9_000 && (used.isEmpty() || random.nextInt(100) < 52)) {
        long run = pool.allocate(1 + random.nextInt(40));
        for (int k = 0; k < PageRun.count(run); k++) {
          used.add(PageRun.first(run) + k);
        }
      } else {
        int at = random.nextInt(used.size());
        pool.free(used.set(at, used.getLast()), 1);
        used.removeLast();
      }
    }
    assertThat(pool.usedPages()).isEqualTo(used.size());
    assertThat(new HashSet<>(used)).hasSize(used.size());
    for (int page : used) {
      pool.free(page, 1);
    }
    assertThat(allocator.committedBytes()).isZero();
  }

  @Test
  void freeingTwiceIsABug() throws Exception {
    long run = pool.allocate(1);
    pool.free(PageRun.first(run), 1);
    assertThatThrownBy(() -> pool.free(PageRun.first(run), 1))
        .isInstanceOf(IllegalStateException.class);
  }

  private void fill(int page) {
    for (int i = 0; i < PAGE; i++) {
      pool.bytes(page).put(pool.offset(page) + i, (byte) 1);
    }
  }
}
