package io.jwasm.wasi.preview1;

import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A stream that is read from a string and written to another. */
final class Buffer extends FileDescription {
  final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteBuffer input;

  Buffer(String input) {
    this.input = ByteBuffer.wrap(input.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public FileType type() {
    return FileType.CHARACTER_DEVICE;
  }

  @Override
  public boolean readable() {
    return true;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public long read(Caller caller, IoSequence dst) {
    long count = 0;
    for (ByteBuffer buffer : dst.buffers()) {
      while (buffer.hasRemaining() && input.hasRemaining()) {
        buffer.put(input.get());
        count++;
      }
    }
    return count;
  }

  @Override
  public long write(Caller caller, IoSequence src) {
    long count = 0;
    for (ByteBuffer buffer : src.buffers()) {
      while (buffer.hasRemaining() && count < 10_000) {
        written.write(buffer.get());
        count++;
      }
    }
    return count;
  }
}
