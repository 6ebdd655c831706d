package io.jwasm.wasi.preview1;

import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A stream that is read from a string and written to another. */
final class Buffer extends FileDescription {
  final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteBuffer input;

  Buffer(String input) {
    super(OpenFlags.READ | OpenFlags.WRITE);
    this.input = ByteBuffer.wrap(input.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public FileType type() {
    return FileType.CHARACTER_DEVICE;
  }

  @Override
  public long read(Caller caller, IoSequence dst) {
    int count = (int) Math.min(dst.remaining(), input.remaining());
    byte[] bytes = new byte[count];
    input.get(bytes);
    dst.put(bytes, 0, count);
    return count;
  }

  @Override
  public long write(Caller caller, IoSequence src) {
    byte[] bytes = new byte[(int) Math.min(src.remaining(), 10_000)];
    src.get(bytes, 0, bytes.length);
    written.writeBytes(bytes);
    return bytes.length;
  }
}
