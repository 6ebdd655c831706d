package io.jwasm.runsc.boot;

import io.jwasm.sentry.PreparedProcess;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;

/**
 * Reads what later commands write into the container's FIFO, for the life of the sandbox. The
 * sandbox holds the FIFO open for writing too, so that it never reads an end of file.
 *
 * <pre>
 *   0           start
 *   1 to 64     a signal
 *   70 number   the container's memory limit in bytes, 0: none
 *   71 number   report what is used, with the number in the report
 *   72 number   how many tasks there may be; 0 and less: as many as there can be
 * </pre>
 *
 * A number has eight bytes, the highest first. Other bytes are passed over.
 */
final class Orders implements Runnable {
  static final int MEMORY_LIMIT = 70;
  static final int REPORT = 71;
  static final int PIDS_LIMIT = 72;

  private static final int START = 0;
  private static final int LAST_SIGNAL = 64;

  private final FileChannel fifo;
  private final PreparedProcess process;
  private final MemoryOrders memory;
  private final PidsLimit pids;
  private boolean started;

  /** What is done about the sandbox's memory. */
  interface MemoryOrders {
    /**
     * Takes a new limit of the container.
     *
     * @param bytes as written into the FIFO: any number
     */
    void limit(long bytes);

    /** Reports what is used, with this number. */
    void report(long request);
  }

  Orders(FileChannel fifo, PreparedProcess process, MemoryOrders memory, PidsLimit pids) {
    this.fifo = fifo;
    this.process = process;
    this.memory = memory;
    this.pids = pids;
  }

  /** Obeys until the sandbox ends; runs in a thread of its own. */
  @Override
  public void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    try {
      while (fifo.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining() && isWhole(buffer)) {
          obey(buffer);
        }
        buffer.compact();
      }
    } catch (ClosedByInterruptException e) {
      // The container has ended.
    } catch (IOException e) {
      throw new LauncherGone(e);
    }
  }

  private static boolean isWhole(ByteBuffer buffer) {
    int order = buffer.get(buffer.position());
    return order < MEMORY_LIMIT || order > PIDS_LIMIT || buffer.remaining() > Long.BYTES;
  }

  private void obey(ByteBuffer buffer) {
    int order = Byte.toUnsignedInt(buffer.get());
    if (order == START) {
      if (!started) {
        started = true;
        process.start();
      }
    } else if (order <= LAST_SIGNAL) {
      process.group().deliver(new Signal(order));
    } else if (order == MEMORY_LIMIT) {
      memory.limit(buffer.getLong());
    } else if (order == REPORT) {
      memory.report(buffer.getLong());
    } else if (order == PIDS_LIMIT) {
      long limit = buffer.getLong();
      pids.move(limit <= 0 ? PidsLimit.MOST : limit);
    }
  }
}
