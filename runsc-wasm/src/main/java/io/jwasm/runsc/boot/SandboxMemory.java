package io.jwasm.runsc.boot;

import io.jwasm.sentry.MemoryUsage;
import io.jwasm.sentry.mm.MemoryLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The memory of a running sandbox, as commands from outside change it and ask for it.
 *
 * <p>A report is text in a file of fixed size, ended by NUL: lines of a name and a number. The
 * first and the last have the number of the request, so that whoever reads it while it is written
 * sees that.
 */
final class SandboxMemory implements Orders.MemoryOrders {
  private static final int REPORT_BYTES = 4096;

  private final MemoryBudget budget;
  private final MemoryLimit limit;
  private final MemoryUsage usage;
  private final FileChannel file;

  SandboxMemory(MemoryBudget budget, MemoryLimit limit, MemoryUsage usage, FileChannel file) {
    this.budget = budget;
    this.limit = limit;
    this.usage = usage;
    this.file = file;
  }

  /** Programs get what the new limit leaves them; what they have more of stays theirs. */
  @Override
  public void limit(long bytes) {
    limit.move(budget.bytes(bytes));
  }

  @Override
  public void report(long request) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(REPORT_BYTES);
      bytes.put(text(request).getBytes(StandardCharsets.US_ASCII));
      file.write(bytes.rewind(), 0);
    } catch (ClosedByInterruptException | OutOfMemoryError e) {
      // The container has ended, or its program has filled the heap: whoever asks is told nothing.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(long request) {
    Runtime jvm = Runtime.getRuntime();
    long files = usage.fileBytes();
    long buffers = usage.bufferBytes();
    StringBuilder text = new StringBuilder();
    line(text, "request", request);
    line(text, "limit", usage.limitBytes());
    line(text, "linear", Math.max(usage.usedBytes() - files - buffers, 0));
    line(text, "files", files);
    line(text, "buffers", buffers);
    line(text, "heap_used", jvm.totalMemory() - jvm.freeMemory());
    line(text, "heap_max", jvm.maxMemory());
    line(text, "end", request);
    return text.toString();
  }

  private static void line(StringBuilder text, String name, long number) {
    text.append(name).append(' ').append(number).append('\n');
  }
}
