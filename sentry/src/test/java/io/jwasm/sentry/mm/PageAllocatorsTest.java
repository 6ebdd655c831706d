package io.jwasm.sentry.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.host.HostKernel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageAllocatorsTest {
  private static final int PAGE = PageAllocator.PAGE_SIZE;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nosuch              | unknown page allocator "nosuch": there are accounted:NAME, anonymous, heap, memfd
          ''                  | unknown page allocator "": there are
          Memfd               | unknown page allocator "Memfd": there are
          memfd:heap          | page allocator memfd stands before no other
          memfd,soft          | page allocator memfd has no option "soft"
          heap,huge           | page allocator heap has no option "huge": it takes none
          heap,               | page allocator heap has no option ""
          accounted           | write accounted:memfd or accounted,limit=64m:memfd
          accounted:          | unknown page allocator "": there are
          accounted:nosuch    | unknown page allocator "nosuch": there are
          accounted,64m:heap  | page allocator accounted has no option "64m": write limit=
          accounted,limit=:heap   | has no option "limit=": write limit= and a size
          accounted,limit=m:heap  | has no option "limit=m"
          accounted,limit=-1:heap | has no option "limit=-1"
          accounted,limit=1t:heap | has no option "limit=1t"
          accounted,limit=9999999999999:heap | has no option "limit=9999999999999"
          accounted,limit=9999999999g:heap | has no option "limit=9999999999g"
          """)
  void whatNamesNoneIsSaidInASentence(String text, String sentence) {
    assertThatThrownBy(() -> open(text, MemoryLimit.none()))
        .isInstanceOf(PageAllocatorException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aTextThatIsTooLongIsNotLookedAt() {
    assertThatThrownBy(() -> open("accounted:".repeat(30) + "heap", MemoryLimit.none()))
        .hasMessageContaining("longer than 256 characters");
  }

  @Test
  void anAccountedAllocatorHasItsOwnLimitToo() throws Exception {
    MemoryLimit sandbox = MemoryLimit.ofBytes(10 * PAGE);
    Region region = open("accounted,limit=256k:heap", sandbox).reserve(100);
    assertThat(region.grow(5)).isEqualTo(-1);
    assertThat(region.grow(4)).isZero();
    assertThat(sandbox.chargedBytes()).isEqualTo(4 * PAGE);
    region.close();
    assertThat(sandbox.chargedBytes()).isZero();
  }

  @Test
  void theSandboxsLimitHoldsForAnAccountedAllocator() throws Exception {
    MemoryLimit sandbox = MemoryLimit.ofBytes(10 * PAGE);
    PageAllocator allocator = open("accounted,limit=1G:accounted,limit=2M:heap", sandbox);
    Region region = allocator.reserve(100);
    assertThat(region.grow(11)).isEqualTo(-1);
    assertThat(allocator.committedBytes()).as("what was not granted").isZero();
    assertThat(region.grow(9)).isZero();
    long run = new PagePool(allocator, MemoryLimit.none()).allocate(100);
    assertThat(PageRun.count(run)).as("pages of 4 KiB that are left").isEqualTo(16);
    assertThat(allocator.committedBytes()).isEqualTo(10 * PAGE);
    assertThat(sandbox.chargedBytes()).isEqualTo(10 * PAGE);
  }

  @Test
  void withoutALimitItIsTheSandboxsAlsoWhenThatMoves() throws Exception {
    MemoryLimit sandbox = MemoryLimit.ofBytes(16 * PAGE);
    Region region = open("accounted:heap", sandbox).reserve(100);
    assertThat(region.grow(17)).isEqualTo(-1);
    assertThat(region.grow(16)).isZero();
    sandbox.move(17 * PAGE);
    assertThat(region.grow(1)).isEqualTo(16);
  }

  @Test
  void anAllocatorOfAJarIsFoundByItsName() throws Exception {
    Region region = open("accounted:broken", MemoryLimit.none()).reserve(2);
    assertThat(region.grow(2)).isZero();
    region.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nosuch       | unknown page allocator "nosuch": there are accounted:NAME, anonymous, heap, memfd, broken
          broken,open  | page allocator broken cannot be opened: java.lang.IllegalStateException: no open
          broken,open-error | page allocator broken cannot be opened: java.lang.AssertionError: no open
          broken,limit | page allocator broken does not account: its limit is another
          """)
  void oneThatCannotBeOpenedIsSaidInASentence(String text, String sentence) {
    assertThatThrownBy(() -> open(text, MemoryLimit.none()))
        .isInstanceOf(PageAllocatorException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "reserve, java.lang.IllegalStateException: no reserve",
    "reserve-error, java.lang.AssertionError: no reserve",
    "size, java.lang.IllegalStateException: the region is of another size"
  })
  void oneThatCannotReserveIsSaidInASentence(String place, String reason) {
    PageAllocator allocator = open("broken," + place, MemoryLimit.none());
    assertThatThrownBy(() -> allocator.reserve(7))
        .isInstanceOf(PageAllocatorException.class)
        .hasMessage("page allocator broken cannot reserve 7 pages: " + reason);
    assertThatThrownBy(() -> allocator.reserveShared(7)).isInstanceOf(PageAllocatorException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grow", "grow-error", "memory", "short", "moves"})
  void oneThatThrowsWhenARegionGrowsIsMinusOne(String place) throws Exception {
    Region region = open("broken," + place, MemoryLimit.none()).reserve(10);
    assertThat(region.grow(1)).isZero();
    region.bytes().put(0, (byte) 7);
    assertThat(region.grow(1)).isEqualTo(-1);
    assertThat(region.pages()).isEqualTo(1);
    assertThat(region.bytes().get(0)).isEqualTo((byte) 7);
    assertThat(region.bytes().limit()).isEqualTo(PAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "close-error"})
  void oneThatThrowsAtTheEndChangesNothing(String place) throws Exception {
    Region region = open("broken," + place, MemoryLimit.none()).reserve(10);
    region.grow(1);
    region.close();
    assertThat(region.pages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"extent", "extent-error", "commit", "commit-error"})
  void oneThatThrowsWhenAFileGrowsIsEnomem(String place) {
    MemoryLimit limit = MemoryLimit.none();
    PagePool pool = new PagePool(open("broken," + place, limit), MemoryLimit.none());
    assertThatThrownBy(() -> pool.allocate(1)).isSameAs(Errno.ENOMEM.exception());
    assertThatThrownBy(() -> pool.allocate(1)).isSameAs(Errno.ENOMEM.exception());
    assertThat(limit.chargedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"discard", "discard-error"})
  void oneThatTakesNoPageBackLeavesThemToTheNextFile(String place) throws Exception {
    PagePool pool = new PagePool(open("broken," + place, MemoryLimit.none()), MemoryLimit.none());
    for (int round = 0; round < 3; round++) {
      List<Long> runs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        long run = pool.allocateZeroed(500);
        assertThat(pool.isZero(PageRun.first(run))).isTrue();
        pool.bytes(PageRun.first(run)).put(pool.offset(PageRun.first(run)), (byte) 1);
        runs.add(run);
      }
      for (long run : runs) {
        pool.free(PageRun.first(run), PageRun.count(run));
      }
    }
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void extentsOfAnImpossibleSizeAreRefused() {
    PageAllocator allocator = open("broken,extents", MemoryLimit.none());
    assertThatThrownBy(() -> new PagePool(allocator, MemoryLimit.none()))
        .isInstanceOf(PageAllocatorException.class)
        .hasMessage("page allocator broken has extents of 3 bytes");
    PageAllocator silent = open("broken,extent-bytes-error", MemoryLimit.none());
    assertThatThrownBy(() -> new PagePool(silent, MemoryLimit.none()))
        .isInstanceOf(PageAllocatorException.class)
        .hasMessageStartingWith("page allocator broken does not say how large its extents are: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no.such.Provider", "io.jwasm.sentry.mm.RegionTest", "not a name"})
  void aJarThatCannotBeLoadedIsSaidInASentence(String provider, @TempDir Path jar)
      throws Exception {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(PageAllocatorProvider.class.getName()), provider);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      thread.setContextClassLoader(loader);
      assertThatThrownBy(() -> open("nosuch", MemoryLimit.none()))
          .isInstanceOf(PageAllocatorException.class)
          .hasMessageStartingWith("page allocator nosuch cannot be opened: ")
          .hasMessageContaining("ServiceConfigurationError");
      assertThat(open("heap", MemoryLimit.none()).limit()).isNotNull();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static PageAllocator open(String text, MemoryLimit limit) {
    return PageAllocators.open(text, PageAllocatorConfig.of(HostKernel.memfd(), limit));
  }
}
