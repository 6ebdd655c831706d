package io.jwasm.sentry.fs.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.EmptyDirectory;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Vfs;
import io.jwasm.sentry.vfs.Whence;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DevicesTest {
  private record User(int uid, int gid) implements Caller {}

  private static final Caller USER = new User(1000, 1000);
  private static final int READ_WRITE = OpenFlags.READ | OpenFlags.WRITE;

  private final Devices devices = new Devices(RandomSource.secureRandom(), StdioConfig.absent());
  private Vfs vfs;

  @BeforeEach
  void furnish() throws ErrnoException {
    MountNamespace namespace =
        new MountNamespace(new Mount(new EmptyDirectory(), true, "none", "bind"));
    devices.furnish(namespace, USER);
    vfs = new Vfs(namespace);
  }

  @Test
  void nullIsAlwaysAtItsEndAndTakesEverything() throws ErrnoException {
    FileDescription file = open("null", READ_WRITE);
    assertThat(file.read(USER, buffer(10))).isZero();
    assertThat(file.write(USER, buffer(10))).isEqualTo(10);
    assertThat(file.pwrite(USER, buffer(10), 5)).isEqualTo(10);
  }

  @Test
  void zeroFillsWithZerosAndTakesEverything() throws ErrnoException {
    FileDescription file = open("zero", READ_WRITE);
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
    assertThat(file.read(USER, IoSequence.of(bytes))).isEqualTo(3);
    assertThat(bytes.array()).containsExactly(0, 0, 0);
    assertThat(file.pread(USER, buffer(3_000_000), 1L << 40)).isEqualTo(3_000_000);
    assertThat(file.write(USER, buffer(10))).isEqualTo(10);
  }

  @Test
  void fullHasZerosAndNoRoom() throws ErrnoException {
    FileDescription file = open("full", READ_WRITE);
    assertThat(file.read(USER, buffer(10))).isEqualTo(10);
    assertThatErrno(() -> file.write(USER, buffer(10)), Errno.ENOSPC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "urandom"})
  void randomNumbersDiffer(String name) throws ErrnoException {
    FileDescription file = open(name, READ_WRITE);
    ByteBuffer one = ByteBuffer.allocate(20_000);
    ByteBuffer other = ByteBuffer.allocate(20_000);
    assertThat(file.read(USER, IoSequence.of(one))).isEqualTo(20_000);
    assertThat(file.read(USER, IoSequence.of(other))).isEqualTo(20_000);
    assertThat(one.array()).isNotEqualTo(other.array());
    assertThat(file.write(USER, buffer(10))).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zero", "urandom"})
  void killedReadEndsAtOnce(String name) throws ErrnoException {
    FileDescription file = open(name, OpenFlags.READ);
    Thread.currentThread().interrupt();
    try {
      assertThatErrno(() -> file.read(USER, buffer(10)), Errno.EINTR);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "zero", "full", "random", "urandom"})
  void devicesSeekSoThatNobodyTakesThemForTerminals(String name) throws ErrnoException {
    FileDescription file = open(name, OpenFlags.READ);
    assertThat(file.type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(file.seekable()).isTrue();
    assertThat(file.seek(100, Whence.END)).isZero();
    assertThat(file.stat().mode()).isEqualTo(0666);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tty", "console", "pts/ptmx"})
  void withoutATerminalThereIsNone(String name) throws ErrnoException {
    MountNamespace namespace =
        new MountNamespace(new Mount(new EmptyDirectory(), true, "none", "bind"));
    devices.furnish(namespace, USER);
    namespace.mount(USER, "/dev/pts", new Mount(devices.pts(), false, "none", "devpts"));
    Vfs withPts = new Vfs(namespace);
    assertThatErrno(
        () -> withPts.open(USER, withPts.preopen(USER, "/", "/"), "dev/" + name, READ_WRITE, 0),
        Errno.ENXIO);
  }

  @Test
  void terminalIsThatOfTheContainer() throws ErrnoException {
    Devices withTerminal =
        new Devices(RandomSource.secureRandom(), new StdioConfig(1, FileType.CHARACTER_DEVICE));
    MountNamespace namespace =
        new MountNamespace(new Mount(new EmptyDirectory(), true, "none", "bind"));
    withTerminal.furnish(namespace, USER);
    namespace.mount(USER, "/dev/pts", new Mount(withTerminal.pts(), false, "none", "devpts"));
    for (String path : new String[] {"/dev/tty", "/dev/console", "/dev/pts/0"}) {
      FileDescription file =
          new Vfs(namespace).walker(USER).resolve(path).open(USER, OpenFlags.WRITE);
      assertThat(file.seekable()).as(path).isFalse();
      assertThat(file.type()).as(path).isEqualTo(FileType.CHARACTER_DEVICE);
    }
  }

  @Test
  void streamsAreLinksIntoProc() throws ErrnoException {
    assertThat(vfs.readLink(USER, vfs.preopen(USER, "/", "/"), "dev/stdout"))
        .isEqualTo("/proc/self/fd/1");
    assertThat(vfs.readLink(USER, vfs.preopen(USER, "/", "/"), "dev/fd"))
        .isEqualTo("/proc/self/fd");
    assertThat(vfs.readLink(USER, vfs.preopen(USER, "/", "/"), "dev/ptmx")).isEqualTo("pts/ptmx");
  }

  @Test
  void configuredDeviceOfAKnownNumberIsThatDevice() throws ErrnoException {
    Inode node = devices.node(FileType.CHARACTER_DEVICE, 1, 5, 0600, 1000, 0);
    assertThat(node.open(USER, OpenFlags.READ).read(USER, buffer(4))).isEqualTo(4);
    assertThat(node.stat().uid()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource({"CHARACTER_DEVICE, 10, 229", "BLOCK_DEVICE, 1, 3", "FIFO, 0, 0"})
  void configuredDeviceThatThisKernelLacksIsThereAndCannotBeOpened(
      FileType type, long major, long minor) throws ErrnoException {
    Inode node = devices.node(type, major, minor, 0666, 0, 0);
    assertThat(node.type()).isEqualTo(type);
    assertThatErrno(() -> node.open(USER, OpenFlags.READ), Errno.ENXIO);
  }

  @ParameterizedTest
  @CsvSource({
    // mode, uid, gid, flags: 1 read, 2 write
    "0600, 0, 0, 1, false",
    "0600, 1000, 0, 3, true",
    "0400, 1000, 0, 2, false",
    "0060, 0, 1000, 3, true",
    "0060, 1000, 1000, 1, false",
    "0004, 0, 0, 1, true"
  })
  void modeOfAConfiguredDeviceHolds(String mode, int uid, int gid, int flags, boolean opens)
      throws ErrnoException {
    Inode node = devices.node(FileType.CHARACTER_DEVICE, 1, 3, Integer.parseInt(mode, 8), uid, gid);
    if (opens) {
      assertThat(node.open(USER, flags).type()).isEqualTo(FileType.CHARACTER_DEVICE);
    } else {
      assertThatErrno(() -> node.open(USER, flags), Errno.EACCES);
    }
    assertThat(node.open(new User(0, 0), flags).type()).isEqualTo(FileType.CHARACTER_DEVICE);
  }

  private FileDescription open(String name, int flags) throws ErrnoException {
    return vfs.open(USER, vfs.preopen(USER, "/", "/"), "dev/" + name, flags, 0);
  }

  private static IoSequence buffer(int bytes) {
    return IoSequence.of(ByteBuffer.allocate(bytes));
  }

  private static void assertThatErrno(ThrowingCallable call, Errno errno) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
