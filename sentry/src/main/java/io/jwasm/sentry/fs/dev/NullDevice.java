package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Stat;

/** {@code /dev/null}: always at its end, and takes everything. */
final class NullDevice extends CharacterDevice {
  NullDevice(Stat stat, int flags) {
    super(stat, flags);
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
