package io.jwasm.runsc.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

/** Mappings of a real sandbox, with round sizes. */
class MemoryMapTest {
  @Test
  void eachKindIsToldByWhereItLiesAndWhatIsBefore() throws IOException {
    MemoryMap map =
        map(
            """
            fd800000-fdaa0000 rw-p 00000000 00:00 0
            Size:               2688 kB
            Rss:                1 kB
            Pss:                9 kB
            fdaa0000-fe550000 ---p 00000000 00:00 0
            Rss:                0 kB
            fe550000-feab0000 rw-p 00000000 00:00 0
            Rss:                2 kB
            800001000-80045e000 rw-p 00000000 00:1c 7                                /sentry.aot
            Rss:                10 kB
            801000000-801010000 rw-p 00000000 00:00 0
            Rss:                20 kB
            100000000000-100002800000 rw-p 00000000 00:00 0
            Rss:                5000 kB
            55fb60676000-55fb606c0000 rw-p 00000000 00:00 0                          [heap]
            Rss:                100 kB
            7fab14000000-7fab14004000 ---p 00000000 00:00 0
            Rss:                0 kB
            7fab14004000-7fab18000000 rw-p 00000000 00:00 0
            Rss:                1000 kB
            7fab18010000-7fab98000000 rw-s 00000000 00:01 2060                       /memfd:memory (deleted)
            Rss:                10000 kB
            7fab98000000-7fab98021000 rw-p 00000000 00:00 0
            Rss:                200 kB
            7fab98021000-7fab9c000000 ---p 00000000 00:00 0
            Rss:                0 kB
            7fabc0400000-7fabc0450000 rw-p 00000000 00:00 0
            Rss:                40 kB
            7fabd1200000-7fabd2200000 rwxp 00000000 00:00 0
            Rss:                100000 kB
            7fabd40e3000-7fabd516f000 r-xp 002e3000 00:1c 9          /jre/lib/server/libjvm.so
            Rss:                20 kB
            7ffd1f1f0000-7ffd1f1f2000 r-xp 00000000 00:00 0                          [vdso]
            Rss:                4 kB
            VmFlags: rd ex mr mw me de sd
            """);
    assertThat(map)
        .isEqualTo(
            new MemoryMap(
                3 << 10, 60 << 10, 100_000 << 10, 1000 << 10, 15_000 << 10, 300 << 10, 34 << 10));
  }

  /** What a memory begins with is other sandboxes' too, until it is written. */
  @Test
  void copiesOfAStartStateAreTheProgramsOwn() throws IOException {
    MemoryMap map =
        map(
            """
            7fab18010000-7fab18990000 rw-p 00001000 00:1c 11      /var/cache/jwasm/e5dc.start
            Rss:                9000 kB
            Anonymous:          1000 kB
            7fab18990000-7fab98000000 rw-s 00980000 00:01 2060    /memfd:memory (deleted)
            Rss:                100 kB
            Anonymous:          0 kB
            7fab98000000-7fab98980000 rw-p 00000000 00:01 2061    /memfd:start (deleted)
            Rss:                10 kB
            Anonymous:          5 kB
            7fabd40e3000-7fabd516f000 rw-p 002e3000 00:1c 9       /jre/lib/server/libjvm.so
            Rss:                7 kB
            Anonymous:          7 kB
            """);
    assertThat(map).isEqualTo(new MemoryMap(0, 0, 0, 0, 1110 << 10, 0, 8007 << 10));
  }

  @Test
  void nothingHasNothing() throws IOException {
    assertThat(map("")).isEqualTo(new MemoryMap(0, 0, 0, 0, 0, 0, 0));
  }

  private static MemoryMap map(String text) throws IOException {
    return MemoryMap.parse(new BufferedReader(new StringReader(text)));
  }
}
