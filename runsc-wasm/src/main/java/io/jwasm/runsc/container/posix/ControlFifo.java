package io.jwasm.runsc.container.posix;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The FIFO through which a sandbox is told something. Java opens no file without waiting, and would
 * wait for ever for a reader that is gone.
 *
 * <p>An order is a byte and, where it has one, a number of eight bytes, the highest first. It is
 * written in one piece: the kernel does not mix what is shorter than PIPE_BUF.
 */
public final class ControlFifo {
  /** The container's memory limit is now the number, in bytes; 0: it has none. */
  public static final int MEMORY_LIMIT = 70;

  /** What the sandbox uses is to be reported, with the number in it. */
  public static final int REPORT = 71;

  /** How many tasks the container may have is now the number; 0: it has no limit. */
  public static final int PIDS_LIMIT = 72;

  private ControlFifo() {}

  /**
   * Gives an order with a number.
   *
   * <p>Errors: {@code IOException} when nobody reads the FIFO, when it is full, and when it is
   * none.
   *
   * <p>Blocking: no.
   */
  public static void send(Path fifo, int order, long number) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(fifo, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isOther()) {
      throw new IOException(fifo + " is not a FIFO");
    }
    byte[] message = ByteBuffer.allocate(1 + Long.BYTES).put((byte) order).putLong(number).array();
    int descriptor = -1;
    try {
      descriptor = Libc.open(fifo.toString(), Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
      if (Libc.write(descriptor, message, message.length) != message.length) {
        throw new IOException("it took a part of the order only");
      }
    } catch (LastErrorException e) {
      throw new IOException(
          switch (e.getErrorCode()) {
            case Libc.ENXIO -> "nobody reads its orders";
            case Libc.EWOULDBLOCK -> "it does not read its orders";
            default -> e.getMessage();
          },
          e);
    } finally {
      if (descriptor >= 0) {
        Libc.close(descriptor);
      }
    }
  }
}
