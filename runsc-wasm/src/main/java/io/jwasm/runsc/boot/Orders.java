package io.jwasm.runsc.boot;

import io.jwasm.sentry.PreparedProcess;
import io.jwasm.sentry.kernel.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;

/**
 * Reads what {@code start} and {@code kill} write into the container's FIFO, for the life of the
 * sandbox. The sandbox holds the FIFO open for writing too, so that it never reads an end of file.
 */
final class Orders implements Runnable {
  private static final int START = 0;
  private static final int LAST_SIGNAL = 64;

  private final FileChannel fifo;
  private final PreparedProcess process;
  private boolean started;

  Orders(FileChannel fifo, PreparedProcess process) {
    this.fifo = fifo;
    this.process = process;
  }

  /** Obeys until the sandbox ends; runs in a thread of its own. */
  @Override
  public void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    try {
      while (fifo.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          obey(Byte.toUnsignedInt(buffer.get()));
        }
      }
    } catch (ClosedByInterruptException e) {
      // The container has ended.
    } catch (IOException e) {
      throw new LauncherGone(e);
    }
  }

  private void obey(int order) {
    if (order == START) {
      if (!started) {
        started = true;
        process.start();
      }
      return;
    }
    if (order <= LAST_SIGNAL) {
      process.group().deliver(new Signal(order));
    }
  }
}
