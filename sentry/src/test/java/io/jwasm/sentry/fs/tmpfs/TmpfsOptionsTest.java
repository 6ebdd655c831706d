package io.jwasm.sentry.fs.tmpfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TmpfsOptionsTest {
  private static final TmpfsOptions OPTIONS = TmpfsOptions.of(1_000_000_000);

  @Test
  void withoutOptionsItHasHalfOfTheMemory() {
    assertThat(OPTIONS.sizeBytes()).isEqualTo(499_998_720); // 122,070 pages
    assertThat(OPTIONS.inodes()).isEqualTo(122_070);
    assertThat(OPTIONS.mode()).isEqualTo(01777);
    assertThat(OPTIONS.uid()).isZero();
    assertThat(OPTIONS.gid()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "size=64m, 67108864",
    "size=64M, 67108864",
    "size=65536k, 67108864",
    "size=1g, 1073741824",
    "size=4096, 4096",
    "size=4097, 8192",
    "size=1, 4096",
    "size=10%, 100003840",
    "size=100%, 1000001536",
    "size=0, 9223372036854775807",
    "size=7e, 8070450532247928832",
    "nr_blocks=3, 12288",
    "nr_blocks=2k, 8388608",
    "nr_blocks=0, 9223372036854775807",
    "nr_blocks=9223372036854775807, 9223372036854775807",
  })
  void sizesAreReadAsByTheKernel(String option, long bytes) throws Exception {
    assertThat(OPTIONS.with(option).sizeBytes()).isEqualTo(bytes);
  }

  @Test
  void theOtherOptionsAreRead() throws Exception {
    TmpfsOptions options =
        OPTIONS.with("mode=0755").with("uid=1000").with("gid=4294967294").with("nr_inodes=2k");
    assertThat(options.mode()).isEqualTo(0755);
    assertThat(options.uid()).isEqualTo(1000);
    assertThat(options.gid()).isEqualTo(-2);
    assertThat(options.inodes()).isEqualTo(2048);
    assertThat(options.sizeBytes()).isEqualTo(OPTIONS.sizeBytes());
    assertThat(options.with("nr_inodes=0").inodes()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "size",
        "size=",
        "size=m",
        "size=-1",
        "size=1.5m",
        "size=64x",
        "size=8e",
        "size=%",
        "size=101%",
        "size=9223372036854775808",
        "size= 1",
        "size=0x10",
        "mode=",
        "mode=8",
        "mode=10000",
        "mode=rwx",
        "uid=-1",
        "uid=4294967295",
        "gid=root",
        "nr_inodes=",
        "nr_inodes=16e",
        "noexec",
        "SIZE=1",
        "=",
        "=1",
        "size=\u0661"
      })
  void whatIsNoneIsRefused(String option) {
    assertThatThrownBy(() -> OPTIONS.with(option))
        .isInstanceOf(ErrnoException.class)
        .isSameAs(Errno.EINVAL.exception());
  }

  @Test
  void optionsAreKnownByTheirName() {
    assertThat(TmpfsOptions.knows("size=bad")).isTrue();
    assertThat(TmpfsOptions.knows("mode")).isTrue();
    assertThat(TmpfsOptions.knows("nosuid")).isFalse();
    assertThat(TmpfsOptions.knows("")).isFalse();
  }
}
