package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectorySink;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;

/**
 * An open directory of an overlay. The beginning of a listing looks anew at what is there.
 *
 * <p>Locks: its own guards what it remembers, before the overlay's.
 */
final class OverlayOpenDirectory implements OpenDirectory {
  private final Overlay overlay;
  private final OverlayDirectory directory;

  /** Null before the first listing, and for a directory that is only above. */
  private MergedListing listing;

  OverlayOpenDirectory(Overlay overlay, OverlayDirectory directory) {
    this.overlay = overlay;
    this.directory = directory;
  }

  @Override
  public Inode inode() {
    return directory;
  }

  @Override
  public synchronized void list(Caller caller, long cookie, DirectorySink sink)
      throws ErrnoException {
    if (!directory.layers().isMerged()) {
      directory.layers().upper().list(caller, cookie, sink);
      return;
    }
    if (cookie == 0 || listing == null) {
      close();
      synchronized (overlay.changes()) {
        TmpfsDirectory above = directory.layers().upper();
        listing = MergedListing.of(overlay.layer(), caller, above, directory.layers().lower());
      }
    }
    listing.give(cookie, sink);
  }

  @Override
  public synchronized void close() {
    if (listing != null) {
      listing.release();
      listing = null;
    }
  }
}
