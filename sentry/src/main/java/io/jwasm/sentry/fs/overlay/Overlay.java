package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.UpperLayer;
import io.jwasm.sentry.vfs.Inode;

/** Makes overlays. */
public final class Overlay {
  private final UpperLayer layer;
  private final Object changes = new Object();

  private Overlay(UpperLayer layer) {
    this.layer = layer;
  }

  /**
   * Returns the root of a file system that shows the lower one with the changes that the upper one
   * takes. The lower one is never written.
   *
   * @param upper an empty {@link io.jwasm.sentry.fs.tmpfs.Tmpfs}; its root becomes like the lower's
   * @param lower any directory
   *     <p>Errors: EINVAL when the upper one is no tmpfs; ENOENT; EIO.
   */
  public static Inode of(Inode upper, Inode lower) throws ErrnoException {
    Overlay overlay = new Overlay(UpperLayer.over(upper, lower));
    return OverlayDirectory.root(overlay);
  }

  UpperLayer layer() {
    return layer;
  }

  /** The lock for changes of names, and for copies. */
  Object changes() {
    return changes;
  }
}
