package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Signal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptor 0 is a stream, 1 is a stream, 2 is the preopened root. Addresses end at 65536. */
final class CallsTest {
  private static final int SUCCESS = 0;
  private static final int BADF = 8;
  private static final int INVAL = 28;
  private static final int ISDIR = 31;
  private static final int NAMETOOLONG = 37;
  private static final int NOTSOCK = 57;
  private static final int NOTSUP = 58;
  private static final int SPIPE = 70;

  private final Buffer in = new Buffer("abcdef");
  private final Buffer out = new Buffer("");
  private Machine machine;

  @BeforeEach
  void makeMachine() throws Exception {
    machine = new Machine(in, out).withRoot();
  }

  @Test
  void argsAreCountedWithTheirNuls() {
    assertThat(machine.call("args_sizes_get", 0, 4)).isEqualTo(SUCCESS);
    assertThat(machine.get(0, 8)).isEqualTo(new byte[] {2, 0, 0, 0, 6, 0, 0, 0});
  }

  @Test
  void argsAreWrittenWithPointers() {
    assertThat(machine.call("args_get", 0, 16)).isEqualTo(SUCCESS);
    assertThat(machine.get(0, 8)).isEqualTo(new byte[] {16, 0, 0, 0, 18, 0, 0, 0});
    assertThat(machine.get(16, 7)).isEqualTo(new byte[] {'m', 0, 'x', ' ', 'y', 0, 0});
  }

  @Test
  void environIsWrittenAlike() {
    assertThat(machine.call("environ_sizes_get", 0, 4)).isEqualTo(SUCCESS);
    assertThat(machine.get(0, 8)).isEqualTo(new byte[] {1, 0, 0, 0, 4, 0, 0, 0});
    assertThat(machine.call("environ_get", 0, 16)).isEqualTo(SUCCESS);
    assertThat(machine.get(16, 4)).isEqualTo(new byte[] {'A', '=', '1', 0});
  }

  @Test
  void argsOfSeveralBytesPerCharKeepTheirLength() throws Exception {
    Machine other = new Machine(List.of("é€😀"), List.of());
    assertThat(other.call("args_sizes_get", 0, 4)).isEqualTo(SUCCESS);
    assertThat(other.get(4, 1)).isEqualTo(new byte[] {10});
  }

  @Test
  void clocksTellTheTime() {
    assertThat(machine.call("clock_time_get", 0, 0, 8)).isEqualTo(SUCCESS);
    assertThat(machine.bytes.getLong(8)).isEqualTo(1_700_000_000_000_000_001L);
    assertThat(machine.call("clock_time_get", 1, 0, 8)).isEqualTo(SUCCESS);
    assertThat(machine.bytes.getLong(8)).isEqualTo(5_000_000_000L);
    assertThat(machine.call("clock_time_get", 2, 0, 8)).isEqualTo(NOTSUP);
    assertThat(machine.call("clock_time_get", 4, 0, 8)).isEqualTo(INVAL);
    assertThat(machine.call("clock_res_get", 0, 8)).isEqualTo(SUCCESS);
    assertThat(machine.bytes.getLong(8)).isEqualTo(1);
    assertThat(machine.call("clock_res_get", -1, 8)).isEqualTo(INVAL);
  }

  @Test
  void writeGathersItsBuffers() {
    machine.put(0, 32, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 34, 0, 0, 0, 1, 0, 0, 0);
    machine.put(32, 'h', 'i', '\n');
    assertThat(machine.call("fd_write", 1, 0, 3, 40)).isEqualTo(SUCCESS);
    assertThat(machine.get(40, 4)).isEqualTo(new byte[] {3, 0, 0, 0});
    assertThat(out.written.toString(StandardCharsets.UTF_8)).isEqualTo("hi\n");
  }

  @Test
  void writeOfNothingIsZero() {
    assertThat(machine.call("fd_write", 1, 0, 0, 40)).isEqualTo(SUCCESS);
    assertThat(machine.get(40, 4)).isEqualTo(new byte[] {0, 0, 0, 0});
  }

  @Test
  void readScattersIntoItsBuffersUntilTheEnd() {
    machine.put(0, 32, 0, 0, 0, 2, 0, 0, 0, 48, 0, 0, 0, 9, 0, 0, 0);
    assertThat(machine.call("fd_read", 0, 0, 2, 40)).isEqualTo(SUCCESS);
    assertThat(machine.get(40, 1)).isEqualTo(new byte[] {6});
    assertThat(machine.get(32, 3)).isEqualTo(new byte[] {'a', 'b', 0});
    assertThat(machine.get(48, 5)).isEqualTo(new byte[] {'c', 'd', 'e', 'f', 0});
    assertThat(machine.call("fd_read", 0, 0, 2, 40)).isEqualTo(SUCCESS);
    assertThat(machine.get(40, 4)).isEqualTo(new byte[] {0, 0, 0, 0});
  }

  @Test
  void tooManyBuffersAreInval() {
    assertThat(machine.call("fd_write", 1, 0, 1025, 40)).isEqualTo(INVAL);
    assertThat(machine.call("fd_write", 1, 0, 0x20000000, 40)).isEqualTo(INVAL);
    assertThat(machine.call("fd_read", 0, 0, -1, 40)).isEqualTo(INVAL);
  }

  @Test
  void aBadDescriptorIsBadf() {
    for (String name :
        List.of(
            "fd_write",
            "fd_read",
            "fd_close",
            "fd_fdstat_get",
            "fd_fdstat_set_flags",
            "fd_filestat_get",
            "fd_prestat_get",
            "fd_prestat_dir_name",
            "fd_renumber",
            "fd_seek",
            "fd_tell",
            "sock_recv",
            "sock_send",
            "sock_accept",
            "sock_shutdown")) {
      for (long fd : new long[] {3, 1000, 0xffffffffL, Integer.MAX_VALUE}) {
        assertThat(machine.call(name, fd, 0, 0, 0, 0, 0)).as(name).isEqualTo(BADF);
      }
    }
  }

  @Test
  void aDirectoryIsNoStream() {
    machine.put(0, 32, 0, 0, 0, 1);
    assertThat(machine.call("fd_write", 2, 0, 1, 40)).isEqualTo(ISDIR);
    assertThat(machine.call("fd_read", 2, 0, 1, 40)).isEqualTo(ISDIR);
  }

  @Test
  void fdstatOfAStreamHasNoSeek() {
    assertThat(machine.call("fd_fdstat_get", 1, 8)).isEqualTo(SUCCESS);
    assertThat(machine.get(8, 8)).isEqualTo(new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
    // read, write, set flags, filestat, poll
    assertThat(machine.bytes.getLong(16)).isEqualTo(0x0820004aL);
    assertThat(machine.bytes.getLong(24)).isZero();
  }

  @Test
  void fdstatOfADirectoryNamesTheRightsOfWhatIsOpenedInIt() {
    assertThat(machine.call("fd_fdstat_get", 2, 8)).isEqualTo(SUCCESS);
    assertThat(machine.get(8, 1)).isEqualTo(new byte[] {3});
    assertThat(machine.bytes.getLong(24)).isEqualTo(0x3fffffffL);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 28", "4, 0", "8, 28", "16, 28", "32, 28", "-1, 28"})
  void setFlagsAnswers(int flags, int errno) {
    assertThat(machine.call("fd_fdstat_set_flags", 1, flags)).isEqualTo(errno);
  }

  @Test
  void filestatKnowsTheType() {
    assertThat(machine.call("fd_filestat_get", 1, 0)).isEqualTo(SUCCESS);
    assertThat(machine.get(16, 9)).isEqualTo(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 1});
  }

  @Test
  void theRootIsPreopened() {
    assertThat(machine.call("fd_prestat_get", 2, 8)).isEqualTo(SUCCESS);
    assertThat(machine.get(8, 8)).isEqualTo(new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
    assertThat(machine.call("fd_prestat_dir_name", 2, 8, 1)).isEqualTo(SUCCESS);
    assertThat(machine.get(8, 2)).isEqualTo(new byte[] {'/', 0});
    assertThat(machine.call("fd_prestat_dir_name", 2, 8, 100)).isEqualTo(SUCCESS);
    assertThat(machine.call("fd_prestat_dir_name", 2, 8, 0)).isEqualTo(NAMETOOLONG);
    assertThat(machine.call("fd_prestat_get", 1, 8)).isEqualTo(BADF);
    assertThat(machine.call("fd_close", 2)).isEqualTo(SUCCESS);
    assertThat(machine.call("fd_prestat_get", 2, 8)).isEqualTo(BADF);
  }

  @Test
  void renumberMovesOverStdio() {
    assertThat(machine.call("fd_renumber", 2, 0)).isEqualTo(SUCCESS);
    assertThat(machine.call("fd_prestat_get", 0, 8)).isEqualTo(SUCCESS);
    assertThat(machine.call("fd_close", 2)).isEqualTo(BADF);
    assertThat(machine.call("fd_renumber", 0, 2)).isEqualTo(BADF);
  }

  @Test
  void streamsCannotSeek() {
    assertThat(machine.call("fd_seek", 1, 0, 0, 8)).isEqualTo(SPIPE);
    assertThat(machine.call("fd_tell", 1, 8)).isEqualTo(SPIPE);
    assertThat(machine.call("sock_shutdown", 1, 0)).isEqualTo(NOTSOCK);
  }

  @Test
  void aPointerOutsideTheMemoryTraps() {
    trapsIn("fd_write", 1, 0, 0, 65533);
    trapsIn("fd_write", 1, 65530, 1, 0);
    trapsIn("fd_write", 1, 0xffffffffL, 1, 0);
    machine.put(0, 0, 0, 1, 0, 1, 0, 0, 0); // a buffer just behind the end
    trapsIn("fd_write", 1, 0, 1, 40);
    trapsIn("fd_read", 0, 0, 1, 40);
    trapsIn("args_get", 65533, 0);
    trapsIn("args_sizes_get", 0, 65533);
    trapsIn("environ_get", 0, 65533);
    trapsIn("clock_time_get", 0, 0, 65529);
    trapsIn("clock_res_get", 0, -1);
    trapsIn("fd_fdstat_get", 1, 65513);
    trapsIn("fd_filestat_get", 1, 65473);
    trapsIn("fd_prestat_get", 2, 65529);
    trapsIn("fd_prestat_dir_name", 2, 65536, 1);
    trapsIn("random_get", 0, 65537);
    trapsIn("random_get", 0xffff0000L, 0xffff0000L);
    trapsIn("poll_oneoff", 0, 65505, 1, 0);
  }

  @Test
  void nothingIsReadWhenTheResultHasNoPlace() {
    machine.put(0, 32, 0, 0, 0, 2);
    trapsIn("fd_read", 0, 0, 1, 65533);
    assertThat(machine.call("fd_read", 0, 0, 1, 40)).isEqualTo(SUCCESS);
    assertThat(machine.get(32, 2)).isEqualTo(new byte[] {'a', 'b'});
  }

  @Test
  void randomBytesFillTheBufferOnly() {
    assertThat(machine.call("random_get", 100, 0)).isEqualTo(SUCCESS);
    assertThat(machine.call("random_get", 100, 32)).isEqualTo(SUCCESS);
    assertThat(machine.get(100, 32)).isNotEqualTo(new byte[32]);
    assertThat(machine.get(132, 8)).isEqualTo(new byte[8]);
    assertThat(machine.call("random_get", 0, 65536)).isEqualTo(SUCCESS);
  }

  @Test
  void exitDoesNotReturn() {
    assertThat(machine.end("proc_exit", 42)).isEqualTo(new ExitStatus.Exited(42));
  }

  @Test
  void raiseEndsByTheLinuxSignal() {
    assertThat(machine.call("proc_raise", 0)).isEqualTo(SUCCESS);
    assertThat(machine.call("proc_raise", 31)).isEqualTo(INVAL);
    assertThat(machine.call("proc_raise", 16)).isEqualTo(SUCCESS); // SIGCHLD
    assertThat(machine.end("proc_raise", 30)) // sys
        .isEqualTo(new ExitStatus.Signaled(new Signal(31)));
  }

  @Test
  void everyErrnoHasANumberOfItsOwn() {
    assertThat(List.of(Errno.values()).stream().map(io.jwasm.wasi.abi.WasiErrno::of).distinct())
        .hasSize(Errno.values().length);
  }

  private void trapsIn(String name, long... args) {
    assertThat(machine.end(name, args))
        .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in " + name));
  }
}
