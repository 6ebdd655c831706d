package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The names in a directory, by name and in the order in which they came. New ones go to the end and
 * removed ones leave a gap until half of the places are gaps; so a listing that remembers a cookie
 * finds its place by binary search and neither misses nor repeats a name.
 *
 * <p>Locks: none; its directory's.
 */
final class DirectoryEntries {
  /** The cookies before it are those of {@code .} and {@code ..}. */
  static final long FIRST_COOKIE = 2;

  private static final int MIN_PLACES = 8;

  /** What a name takes of the heap besides its own string; about. */
  private static final int ENTRY_BYTES = 96;

  private static final DirectoryEntry[] NONE = {};

  private final Superblock fs;
  private Map<String, DirectoryEntry> byName = new HashMap<>();
  private DirectoryEntry[] places = NONE;
  private int used;
  private long nextCookie = FIRST_COOKIE;

  DirectoryEntries(Superblock fs) {
    this.fs = fs;
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  int size() {
    return byName.size();
  }

  /** Returns the entry, or null. */
  DirectoryEntry get(String name) {
    return byName.get(name);
  }

  /**
   * Makes sure that a name can be added.
   *
   * <p>Errors: ENAMETOOLONG; ENOSPC.
   */
  void reserve(String name) throws ErrnoException {
    if (FileName.utf8Bytes(name) > FileName.NAME_MAX) {
      throw Errno.ENAMETOOLONG.exception();
    }
    fs.chargeMetadata(heapBytes(name));
  }

  /** Takes back what {@link #reserve} did. */
  void unreserve(String name) {
    fs.unchargeMetadata(heapBytes(name));
  }

  /** Adds a name that is not there and was reserved. */
  void add(String name, TmpfsInode inode) {
    if (used == places.length) {
      places = Arrays.copyOf(places, Math.max(MIN_PLACES, used * 2));
    }
    DirectoryEntry entry = new DirectoryEntry(name, nextCookie++, inode);
    byName.put(name, entry);
    places[used++] = entry;
  }

  void remove(DirectoryEntry entry) {
    byName.remove(entry.name);
    entry.inode = null;
    fs.unchargeMetadata(heapBytes(entry.name));
    if (used > 2 * byName.size() + MIN_PLACES) {
      compact();
    }
  }

  /** Returns the place of the first entry with this cookie or a higher one. */
  int place(long cookie) {
    int low = 0;
    int high = used;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle].cookie < cookie) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns how many places there are. */
  int places() {
    return used;
  }

  /** Returns the entry at a place; its inode is null when the name has gone. */
  DirectoryEntry at(int place) {
    return places[place];
  }

  /** Also the map is made anew: it would keep the size that it once needed. */
  private void compact() {
    DirectoryEntry[] kept = new DirectoryEntry[byName.size() + MIN_PLACES];
    Map<String, DirectoryEntry> names = HashMap.newHashMap(byName.size());
    int count = 0;
    for (int i = 0; i < used; i++) {
      if (places[i].inode != null) {
        kept[count++] = places[i];
        names.put(places[i].name, places[i]);
      }
    }
    places = kept;
    used = count;
    byName = names;
  }

  private static int heapBytes(String name) {
    return ENTRY_BYTES + FileName.heapBytes(name);
  }
}
