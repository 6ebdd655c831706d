package io.jwasm.sentry.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class FdTableTest {
  private final FdTable fds = new FdTable(4);

  private static final class File extends FileDescription {
    int released;

    File() {
      super(OpenFlags.READ);
    }

    @Override
    public FileType type() {
      return FileType.REGULAR;
    }

    @Override
    protected void release() {
      released++;
    }
  }

  @Test
  void theLowestFreeNumberIsGiven() throws Exception {
    assertThat(fds.install(descriptor(new File()))).isEqualTo(0);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(1);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(2);
    fds.close(1);
    fds.close(0);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(0);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(1);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(3);
  }

  @Test
  void theLimitIsEmfile() throws Exception {
    for (int i = 0; i < 4; i++) {
      fds.install(descriptor(new File()));
    }
    fails(Errno.EMFILE, () -> fds.install(descriptor(new File())));
    fds.close(2);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(2);
  }

  @Test
  void aReservedNumberIsNobodyElsesAndNotOpen() throws Exception {
    assertThat(fds.reserve()).isEqualTo(0);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(1);
    assertThat(fds.reserve()).isEqualTo(2);
    fails(Errno.EBADF, () -> fds.get(0));
    fails(Errno.EBADF, () -> fds.close(0));
    fails(Errno.EBADF, () -> fds.renumber(1, 0));
    assertThat(fds.next(0)).isEqualTo(1);
    File file = new File();
    fds.install(0, descriptor(file));
    assertThat(fds.get(0).file()).isSameAs(file);
    fds.unreserve(2);
    assertThat(fds.install(descriptor(new File()))).isEqualTo(2);
  }

  @Test
  void reservedNumbersCountForTheLimit() throws Exception {
    for (int i = 0; i < 4; i++) {
      fds.reserve();
    }
    fails(Errno.EMFILE, fds::reserve);
    fails(Errno.EMFILE, () -> fds.install(descriptor(new File())));
    fds.closeAll();
    fails(Errno.EMFILE, fds::reserve);
    fds.unreserve(3);
    assertThat(fds.reserve()).isEqualTo(3);
  }

  @Test
  void aNumberThatIsNotOpenIsEbadf() throws Exception {
    fds.install(descriptor(new File()));
    for (int fd : new int[] {1, 3, 4, 100, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      fails(Errno.EBADF, () -> fds.get(fd));
      fails(Errno.EBADF, () -> fds.close(fd));
      fails(Errno.EBADF, () -> fds.renumber(fd, 0));
      fails(Errno.EBADF, () -> fds.renumber(0, fd));
    }
  }

  @Test
  void renumberMovesAndClosesWhatWasThere() throws Exception {
    File moved = new File();
    File replaced = new File();
    fds.install(descriptor(moved));
    fds.install(descriptor(replaced));
    fds.renumber(0, 1);
    assertThat(fds.get(1).file()).isSameAs(moved);
    fails(Errno.EBADF, () -> fds.get(0));
    assertThat(replaced.released).isEqualTo(1);
    assertThat(moved.released).isZero();
  }

  @Test
  void renumberToItselfDoesNothing() throws Exception {
    File file = new File();
    fds.install(descriptor(file));
    fds.renumber(0, 0);
    assertThat(fds.get(0).file()).isSameAs(file);
    assertThat(file.released).isZero();
  }

  @Test
  void aFileIsReleasedWithItsLastDescriptor() throws Exception {
    File file = new File();
    file.acquire();
    fds.install(descriptor(file));
    fds.install(descriptor(file));
    fds.close(0);
    assertThat(file.released).isZero();
    fds.closeAll();
    assertThat(file.released).isEqualTo(1);
  }

  private static Descriptor descriptor(FileDescription file) {
    return Descriptor.unlimited(file);
  }

  private static void fails(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call).isSameAs(errno.exception());
  }
}
