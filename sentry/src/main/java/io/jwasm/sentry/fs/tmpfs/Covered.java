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

  /** Makes sure that a name that is seen can be hidden; ENOSPC. */
  public void reserve(String name) throws ErrnoException {
    fs.chargeMetadata(heapBytes(name));
  }

  /** Takes back what {@link #reserve} did. */
  public void unreserve(String name) {
    fs.unchargeMetadata(heapBytes(name));
  }

  /** Hides a name that is seen and was reserved. */
  public void hide(String name) {
    hidden.add(name);
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
