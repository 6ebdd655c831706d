package io.jwasm.sentry.fs.stdio;

import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;

/** Stands in for a stream that the container does not have; behaves as {@code /dev/null}. */
final class NullFile extends FileDescription {
  NullFile() {
    super(OpenFlags.READ | OpenFlags.WRITE);
  }

  @Override
  public FileType type() {
    return FileType.CHARACTER_DEVICE;
  }

  @Override
  public long read(Caller caller, IoSequence dst) {
    return 0;
  }

  @Override
  public long write(Caller caller, IoSequence src) {
    return src.remaining();
  }
}
