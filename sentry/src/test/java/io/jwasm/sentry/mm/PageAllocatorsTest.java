package io.jwasm.sentry.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.host.HostKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void withoutALimitItIsWhatProgramsAreTold() throws Exception {
    Region region = open("accounted:heap", MemoryLimit.none()).reserve(100);
    assertThat(region.grow(17)).isEqualTo(-1);
    assertThat(region.grow(16)).isZero();
  }

  /** In a machine of a mebibyte. */
  private static PageAllocator open(String text, MemoryLimit limit) {
    return PageAllocators.open(text, PageAllocatorConfig.of(HostKernel.memfd(), limit, 1 << 20));
  }
}
