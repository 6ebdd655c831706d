package io.jwasm.runsc.container.posix;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A file that another process has open, and that may be anything but what it should be. */
public final class ForeignFile {
  private ForeignFile() {}

  /**
   * The first bytes of what a process has open.
   *
   * <p>Errors: {@code IOException} when it is not open, not ours to see, or a pipe or terminal.
   *
   * <p>Blocking: no, whatever it is.
   *
   * @param most how many bytes
   */
  public static byte[] read(long pid, int descriptor, int most) throws IOException {
    Path path = Path.of("/proc", Long.toString(pid), "fd", Integer.toString(descriptor));
    int ours = -1;
    try {
      ours = Libc.open(path.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
      byte[] bytes = new byte[most];
      return Arrays.copyOf(bytes, (int) Libc.pread(ours, bytes, most, 0));
    } catch (LastErrorException e) {
      throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
    } finally {
      if (ours >= 0) {
        Libc.close(ours);
      }
    }
  }
}
