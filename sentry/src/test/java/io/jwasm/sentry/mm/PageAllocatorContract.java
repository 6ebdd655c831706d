package io.jwasm.sentry.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every page allocator does for linear memories and for the pages of files. */
abstract class PageAllocatorContract {
  static final int PAGE = PageAllocator.PAGE_SIZE;
  static final long MIB = 1 << 20;

  /** Returns a new allocator, as {@code --page-allocator} makes it. */
  final PageAllocator allocator(MemoryLimit limit) {
    int fd = HostKernel.memfd();
    assertThat(fd).isPositive();
    return PageAllocators.open(spelling(), PageAllocatorConfig.of(fd, limit));
  }

  abstract String spelling();

  /** Whether its memories can begin with pages of a file. */
  boolean mapsStates() {
    return true;
  }

  /** Pages that the allocator can commit on any machine that runs these tests. */
  int mostPages() {
    return PageAllocator.MAX_PAGES;
  }

  /** Most bytes that are resident when so many pages are committed and one byte was touched. */
  long residentWithoutTouch(int pages) {
    return 4096;
  }

  /** Most bytes that are resident of the pages of files when all are freed. */
  long mostResidentOfFreed() {
    return (long) PagePool.MAX_DIRTY_PAGES * PagePool.PAGE_SIZE;
  }

  @Test
  void aRegionBeginsWithoutPagesAndReadsAsZero() throws Exception {
    Region region = allocator(MemoryLimit.none()).reserve(100);
    assertThat(region.pages()).isZero();
    assertThat(region.bytes().limit()).isZero();
    assertThat(region.maxPages()).isEqualTo(100);
    assertThat(region.grow(3)).isZero();
    assertThat(region.bytes().limit()).isEqualTo(3 * PAGE);
    assertThat(region.bytes().getLong(3 * PAGE - 8)).isZero();
    region.bytes().putInt(0, 0x04030201);
    assertThat(region.bytes().get(0)).as("little-endian").isEqualTo((byte) 1);
  }

  @Test
  void growthKeepsWhatIsThereAndBringsZeros() throws Exception {
    Region region = allocator(MemoryLimit.none()).reserve(200);
    for (int page = 0; page < 200; page++) {
      assertThat(region.grow(1)).isEqualTo(page);
      assertThat(region.bytes().getInt(page * PAGE)).isZero();
      assertThat(region.bytes().getInt(page * PAGE + PAGE - 4)).isZero();
      region.bytes().putInt(page * PAGE, page + 1);
      region.bytes().putInt(page * PAGE + PAGE - 4, -page);
    }
    for (int page = 0; page < 200; page++) {
      assertThat(region.bytes().getInt(page * PAGE)).isEqualTo(page + 1);
      assertThat(region.bytes().getInt(page * PAGE + PAGE - 4)).isEqualTo(-page);
    }
  }

  @Test
  void growthEndsAtTheReservation() throws Exception {
    Region region = allocator(MemoryLimit.none()).reserve(10);
    assertThat(region.grow(11)).isEqualTo(-1);
    assertThat(region.grow(-1)).as("2^32 - 1 pages").isEqualTo(-1);
    assertThat(region.grow(Integer.MIN_VALUE)).isEqualTo(-1);
    assertThat(region.grow(10)).isZero();
    assertThat(region.grow(0)).isEqualTo(10);
    assertThat(region.grow(1)).isEqualTo(-1);
    assertThat(region.commit(9)).as("shrinking").isFalse();
    assertThat(region.pages()).isEqualTo(10);
  }

  @Test
  void aRegionThatCanHaveNoPagesHasNone() throws Exception {
    Region region = allocator(MemoryLimit.none()).reserve(0);
    assertThat(region.grow(0)).isZero();
    assertThat(region.grow(1)).isEqualTo(-1);
    region.close();
  }

  @Test
  void noRegionIsLargerThanTwoGibibytes() {
    PageAllocator allocator = allocator(MemoryLimit.none());
    for (int pages : new int[] {-1, Integer.MIN_VALUE, 32_768, 65_536, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> allocator.reserve(pages)).isSameAs(Errno.EINVAL.exception());
      assertThatThrownBy(() -> allocator.reserveShared(pages)).isSameAs(Errno.EINVAL.exception());
    }
  }

  @Test
  void theLimitIsForAllRegionsTogether() throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(4 * PAGE);
    PageAllocator allocator = allocator(limit);
    Region first = allocator.reserve(10);
    Region second = allocator.reserve(10);
    assertThat(first.grow(3)).isZero();
    assertThat(second.grow(2)).isEqualTo(-1);
    assertThat(second.grow(1)).isZero();
    assertThat(first.grow(1)).isEqualTo(-1);
    assertThat(first.commit(5)).isFalse();
    assertThat(allocator.committedBytes()).isEqualTo(4 * PAGE);
    assertThat(limit.chargedBytes()).isEqualTo(4 * PAGE);
    first.close();
    assertThat(limit.chargedBytes()).isEqualTo(PAGE);
    assertThat(second.grow(3)).isEqualTo(1);
  }

  @Test
  void nothingFitsALimitOfNothing() throws Exception {
    Region region = allocator(MemoryLimit.ofBytes(0)).reserve(10);
    assertThat(region.grow(0)).isZero();
    assertThat(region.grow(1)).isEqualTo(-1);
    assertThat(region.commit(1)).isFalse();
    assertThat(region.commit(0)).isTrue();
  }

  @Test
  void twoMemoriesAreApart() throws Exception {
    PageAllocator allocator = allocator(MemoryLimit.none());
    Region first = allocator.reserve(40);
    Region second = allocator.reserve(40);
    for (int page = 0; page < 40; page++) {
      first.grow(1);
      second.grow(1);
      first.bytes().putLong(page * PAGE + 8, 1);
      second.bytes().putLong(page * PAGE + 8, 2);
    }
    first.close();
    for (int page = 0; page < 40; page++) {
      assertThat(second.bytes().getLong(page * PAGE + 8)).isEqualTo(2);
    }
  }

  @Test
  void aClosedRegionHasNothingAndGrowsNoMore() throws Exception {
    MemoryLimit limit = MemoryLimit.none();
    Region region = allocator(limit).reserve(10);
    region.grow(5);
    region.close();
    region.close();
    assertThat(limit.chargedBytes()).isZero();
    assertThat(region.pages()).isZero();
    assertThat(region.bytes().limit()).isZero();
    assertThat(region.grow(1)).isEqualTo(-1);
    assertThat(region.commit(1)).isFalse();
    assertThat(limit.chargedBytes()).isZero();
  }

  @Test
  void closingGivesThePagesBackToTheHost() throws Exception {
    PageAllocator allocator = allocator(MemoryLimit.none());
    List<WeakReference<ByteBuffer>> closed = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      Region region = allocator.reserve(2048);
      region.grow(256); // 16 MiB
      for (int at = 0; at < 256 * PAGE; at += 4096) {
        region.bytes().put(at, (byte) 1);
      }
      closed.add(new WeakReference<>(region.bytes()));
      assertThat(resident(closed)).as("round %d", round).isGreaterThanOrEqualTo(16 * MIB);
      region.close();
      assertThat(resident(closed)).as("round %d", round).isZero();
    }
  }

  @Test
  void pagesThatNobodyTouchedCostNothing() throws Exception {
    Region region = allocator(MemoryLimit.none()).reserve(mostPages());
    region.grow(1);
    region.bytes().put(0, (byte) 1);
    assertThat(region.grow(mostPages() - 1)).isEqualTo(1);
    long resident = resident(List.of(new WeakReference<>(region.bytes())));
    assertThat(resident).isLessThanOrEqualTo(residentWithoutTouch(mostPages()));
    assertThat(region.bytes().get((mostPages() - 1) * PAGE)).isZero();
    region.close();
  }

  /**
   *
   *
   * <pre>
   *   0        PAGE                  PAGE + 16384        3 PAGE
   *   zeros    n of page n, 1 to 4   zeros               the end
   * </pre>
   */
  @Test
  void memoriesBeginWithAStateThatNoneOfThemChanges() throws Exception {
    PageAllocator allocator = allocator(MemoryLimit.none());
    StartState state = fourPages(PAGE);
    List<Region> regions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Region region = allocator.reserve(300);
      region.commit(3);
      assertThat(region.begin(state)).isEqualTo(mapsStates());
      regions.add(region);
    }
    if (!mapsStates()) {
      return;
    }
    Region first = regions.get(0);
    for (Region region : regions) {
      for (int page = 0; page < 4; page++) {
        assertThat(region.bytes().getInt(PAGE + page * 4096)).isEqualTo(page + 1);
        assertThat(region.bytes().getInt(PAGE + page * 4096 + 4092)).isEqualTo(page + 1);
        region.bytes().putInt(PAGE + page * 4096 + 8, -1);
      }
      assertThat(region.bytes().getLong(PAGE - 8)).isZero();
      assertThat(region.bytes().getLong(PAGE + 16_384)).isZero();
    }
    GuestMemory memory = new GuestMemory(first);
    iovecs(memory, PAGE - 4, 8);
    int fd = HostKernel.memfd();
    IoSequence src = memory.ioSequence(0, 1);
    assertThat(HostKernel.writev(fd, src.vectors(), src.buffers(), -1)).isEqualTo(8);
    iovecs(memory, PAGE + 16_380, 8);
    IoSequence dst = memory.ioSequence(0, 1);
    assertThat(HostKernel.readv(fd, dst.targets(), dst.buffers(), 0)).isEqualTo(8);
    HostKernel.close(fd);
    assertThat(first.bytes().getLong(PAGE + 16_380)).isEqualTo(1L << 32);
    assertThat(first.grow(297)).isEqualTo(3);
    assertThat(first.bytes().getLong(299 * PAGE)).isZero();
    assertThat(first.bytes().getInt(PAGE + 12_288)).isEqualTo(4);
    assertThat(regions.get(1).bytes().getInt(PAGE + 16_380)).isEqualTo(4);

    state.close();
    assertThat(regions.get(2).bytes().getInt(PAGE + 4096)).isEqualTo(2);
  }

  @Test
  void aStateLiesWithinWhatIsCommitted() throws Exception {
    MemoryLimit limit = MemoryLimit.none();
    Region region = allocator(limit).reserve(300);
    StartState state = fourPages(PAGE - 8192); // ends in the second page
    assertThat(region.begin(state)).isFalse();
    region.commit(1);
    assertThat(region.begin(state)).isFalse();
    assertThat(region.bytes().getInt(PAGE - 8192)).isZero();
    region.commit(2);
    assertThat(region.begin(state)).isEqualTo(mapsStates());
    assertThat(limit.chargedBytes())
        .as("what is mapped counts as what is copied")
        .isEqualTo(2 * PAGE);
    region.close();
    assertThat(limit.chargedBytes()).isZero();
    assertThat(region.begin(state)).isFalse();
    state.close();
  }

  @Test
  void closingGivesCopiesOfAStateBackToTheHost() throws Exception {
    PageAllocator allocator = allocator(MemoryLimit.none());
    Region region = allocator.reserve(4);
    region.commit(4);
    StartState state = fourPages(0);
    region.begin(state);
    for (int at = 0; at < 4 * PAGE; at += 4096) {
      region.bytes().put(at, (byte) 1);
    }
    ByteBuffer bytes = region.bytes();
    List<WeakReference<ByteBuffer>> closed = List.of(new WeakReference<>(bytes));
    assertThat(resident(closed)).isEqualTo(4 * PAGE);
    region.close();
    if (bytes.isDirect()) { // an array goes when nobody has it
      assertThat(resident(closed)).isZero();
    }
    state.close();
    assertThat(bytes.limit()).isZero();
    assertThat(allocator.committedBytes()).isZero(); // it had the file open till now
  }

  private static StartState fourPages(int address) {
    ByteBuffer pages = ByteBuffer.allocateDirect(4 * 4096).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4 * 4096; i += 4) {
      pages.putInt(i, i / 4096 + 1);
    }
    return StartState.inMemory(address, pages);
  }

  @Test
  void eightThreadsThatGrowInALoopGetPagesOfTheirOwn() throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(900L * PAGE);
    Region region = allocator(limit).reserveShared(1000);
    ByteBuffer bytes = region.bytes();
    ConcurrentLinkedQueue<Integer> pages = new ConcurrentLinkedQueue<>();
    List<Throwable> failures = new ArrayList<>();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int page = region.grow(1); page >= 0; page = region.grow(1)) {
                  bytes.put(page * PAGE + PAGE - 1, (byte) (bytes.get(page * PAGE) + 1));
                  pages.add(page);
                }
              });
      threads[i].setUncaughtExceptionHandler(
          (_, e) -> {
            synchronized (failures) {
              failures.add(e);
            }
          });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(pages).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 900).boxed().toList());
    assertThat(region.bytes()).as("it never moves").isSameAs(bytes);
    for (int page = 0; page < 900; page++) {
      assertThat(bytes.get(page * PAGE + PAGE - 1)).isEqualTo((byte) 1);
    }
    assertThat(limit.chargedBytes()).isEqualTo(900L * PAGE);
  }

  @Test
  void theHostReachesEveryMemory() throws Exception {
    Region region = allocator(MemoryLimit.none()).reserve(10);
    region.grow(1);
    GuestMemory memory = new GuestMemory(region);
    region.grow(4); // it may move
    byte[] text = "contents".getBytes(StandardCharsets.US_ASCII);
    memory.putBytes(3 * PAGE - 4, text);
    iovecs(memory, 3 * PAGE - 4, 8, 100, 0, 4 * PAGE, 3);
    int fd = HostKernel.memfd();
    IoSequence src = memory.ioSequence(0, 3);
    assertThat(HostKernel.writev(fd, src.vectors(), src.buffers(), -1)).isEqualTo(11);

    iovecs(memory, 200, 3, PAGE, 100_000, 300, 0);
    IoSequence dst = memory.ioSequence(0, 3);
    assertThat(dst.received(HostKernel.readv(fd, dst.targets(), dst.buffers(), 0))).isEqualTo(11);
    byte[] begin = new byte[4];
    memory.getBytes(200, begin);
    assertThat(begin).isEqualTo(new byte[] {'c', 'o', 'n', 0});
    byte[] rest = new byte[6];
    memory.getBytes(PAGE, rest);
    assertThat(new String(rest, StandardCharsets.US_ASCII)).isEqualTo("tents\0");
    assertThat(dst.received(-HostConstants.EAGAIN)).isEqualTo(-HostConstants.EAGAIN);
    HostKernel.close(fd);
  }

  @Test
  void aLongTransferArrivesWholeOrInParts() throws Exception {
    Region region = allocator(MemoryLimit.none()).reserve(10);
    region.grow(10);
    GuestMemory memory = new GuestMemory(region);
    for (int i = PAGE; i < 5 * PAGE; i += 4) {
      memory.putInt(i, i);
    }
    int fd = HostKernel.memfd();
    for (int done = 0; done < 4 * PAGE; ) {
      iovecs(memory, PAGE + done, 4 * PAGE - done);
      IoSequence src = memory.ioSequence(0, 1);
      long count = HostKernel.writev(fd, src.vectors(), src.buffers(), -1);
      assertThat(count).isPositive();
      done += (int) count;
    }
    for (int done = 0; done < 4 * PAGE; ) {
      iovecs(memory, 5 * PAGE + done, 4 * PAGE - done);
      IoSequence dst = memory.ioSequence(0, 1);
      long count = dst.received(HostKernel.readv(fd, dst.targets(), dst.buffers(), done));
      assertThat(count).isPositive();
      done += (int) count;
    }
    for (int i = PAGE; i < 5 * PAGE; i += 4) {
      assertThat(memory.getInt(i + 4 * PAGE)).isEqualTo(i);
    }
    HostKernel.close(fd);
  }

  @Test
  void pagesOfFilesAreZeroChargedAndGivenBack() throws Exception {
    MemoryLimit limit = MemoryLimit.none();
    PagePool pool = new PagePool(allocator(limit), MemoryLimit.none());
    List<WeakReference<ByteBuffer>> extents = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      List<Long> runs = new ArrayList<>();
      int count = 0;
      while (count < 5000) {
        long run = pool.allocateZeroed(300);
        for (int i = 0; i < PageRun.count(run); i++) {
          int page = PageRun.first(run) + i;
          assertThat(pool.isZero(page)).isTrue();
          pool.bytes(page).putLong(pool.offset(page) + 8 * (page % 512), page);
        }
        runs.add(run);
        count += PageRun.count(run);
        ByteBuffer bytes = pool.bytes(PageRun.first(run));
        if (extents.stream().noneMatch(known -> known.refersTo(bytes))) {
          extents.add(new WeakReference<>(bytes));
        }
      }
      assertThat(resident(extents)).isGreaterThanOrEqualTo(limit.chargedBytes() - MIB);
      assertThat(limit.chargedBytes()).isEqualTo((long) count * PagePool.PAGE_SIZE);
      for (long run : runs) {
        for (int i = 0; i < PageRun.count(run); i++) {
          int page = PageRun.first(run) + i;
          assertThat(pool.bytes(page).getLong(pool.offset(page) + 8 * (page % 512)))
              .isEqualTo(page);
        }
      }
      for (long run : runs) {
        pool.free(PageRun.first(run), PageRun.count(run));
      }
      assertThat(limit.chargedBytes()).isZero();
      assertThat(pool.dirtyPages()).isLessThanOrEqualTo(PagePool.MAX_DIRTY_PAGES);
    }
    assertThat(resident(extents)).isLessThanOrEqualTo(mostResidentOfFreed());
  }

  private static void iovecs(GuestMemory memory, int... pairs) throws Exception {
    for (int i = 0; i < pairs.length; i++) {
      memory.putInt(4 * i, pairs[i]);
    }
  }

  /** Resident bytes of buffers that are still there, by the page table of this process. */
  private static long resident(List<WeakReference<ByteBuffer>> buffers) throws IOException {
    System.gc();
    long bytes = 0;
    for (WeakReference<ByteBuffer> reference : buffers) {
      ByteBuffer buffer = reference.get();
      if (buffer != null) {
        bytes += buffer.isDirect() ? presentBytes(buffer) : buffer.capacity();
      }
    }
    return bytes;
  }

  private static long presentBytes(ByteBuffer buffer) throws IOException {
    long first = HostKernel.addressOf(buffer) / 4096;
    byte[] entries = new byte[buffer.capacity() / 4096 * 8];
    try (RandomAccessFile pagemap = new RandomAccessFile("/proc/self/pagemap", "r")) {
      pagemap.seek(first * 8);
      pagemap.readFully(entries);
    }
    long bytes = 0;
    for (int i = 7; i < entries.length; i += 8) {
      bytes += (entries[i] & 0x80) == 0 ? 0 : 4096; // bit 63: present
    }
    return bytes;
  }
}
