package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Inode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a directory that lies over another knows of the one below: which it is, and which of its
 * names are not seen any more. Linux's overlayfs keeps the same in whiteouts and extended
 * attributes. A name once hidden stays hidden: what has it then was made above.
 *
 * <p>Locks: those who change it hold the overlay's; anybody may ask.
 */
public final class Covered {
  private static final int NAME_BYTES = 64;

  private final Superblock fs;
  private final Inode lower;
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();

  Covered(Superblock fs, Inode lower) {
    this.fs = fs;
    this.lower = lower;
  }

  /** Returns the directory below. */
  public Inode lower() {
    return lower;
  }

  public boolean hides(String name) {
    return hidden.contains(name);
  }

  /** Hides a name of the directory below; ENOSPC. */
  public void hide(String name) throws ErrnoException {
    if (!hidden.contains(name)) {
      fs.chargeMetadata(heapBytes(name));
      hidden.add(name);
    }
  }

  /** Takes back what {@link #hide} has just done, as nothing came of it. */
  public void show(String name) {
    if (hidden.remove(name)) {
      fs.unchargeMetadata(heapBytes(name));
    }
  }

  /** The directory is no more. */
  void dispose() {
    for (String name : hidden) {
      fs.unchargeMetadata(heapBytes(name));
    }
    hidden.clear();
  }

  private static int heapBytes(String name) {
    return NAME_BYTES + FileName.heapBytes(name);
  }
}
