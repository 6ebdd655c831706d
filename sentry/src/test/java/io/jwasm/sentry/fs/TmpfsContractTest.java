package io.jwasm.sentry.fs;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.tmpfs.Tmpfs;
import io.jwasm.sentry.fs.tmpfs.TmpfsOptions;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.Inode;

/** Files in memory. */
final class TmpfsContractTest extends FilesystemContract {
  @Override
  Inode emptyRoot() throws Exception {
    PagePool pool = PagePool.of(MemoryFile.temporary(MemoryLimit.none()));
    return Tmpfs.create(TmpfsOptions.of(1L << 30).with("mode=777"), pool, Clock.host());
  }
}
