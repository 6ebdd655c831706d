package io.jwasm.sentry.fs;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.overlay.Overlay;
import io.jwasm.sentry.fs.tmpfs.Tmpfs;
import io.jwasm.sentry.fs.tmpfs.TmpfsOptions;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.Inode;

/** Files in memory over an empty directory. */
final class OverlayContractTest extends FilesystemContract {
  @Override
  Inode emptyRoot() throws Exception {
    PagePool pool = PagePool.of(MemoryFile.temporary(MemoryLimit.none()));
    TmpfsOptions options = TmpfsOptions.of(1L << 30).with("mode=777");
    return Overlay.of(
        Tmpfs.create(options, pool, Clock.host()),
        new FrozenInode(Tmpfs.create(options, pool, Clock.host())));
  }
}
