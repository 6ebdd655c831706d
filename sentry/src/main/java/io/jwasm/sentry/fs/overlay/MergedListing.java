package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.fs.tmpfs.UpperLayer;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectorySink;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The entries of a directory that is above and below, as they were at one moment: a file that moves
 * up during a listing would otherwise come twice or never. Linux makes one too.
 */
final class MergedListing {
  private static final int FIRST_ENTRIES = 16;
  private static final int FIRST_BYTES = 512;

  /** More bytes of names than this are not listed. */
  private static final int MAX_BYTES = 1 << 28;

  /** What an entry takes of the heap besides its name. */
  private static final int ENTRY_BYTES = Integer.BYTES + 2 * Long.BYTES;

  private final UpperLayer layer;

  /** All names, one behind the other; the {@code i}th ends where the next one starts. */
  private byte[] names = new byte[FIRST_BYTES];

  private int[] starts = new int[FIRST_ENTRIES + 1];
  private long[] numbers = new long[FIRST_ENTRIES];
  private FileType[] types = new FileType[FIRST_ENTRIES];
  private int count;
  private int chargedBytes;

  private MergedListing(UpperLayer layer) {
    this.layer = layer;
  }

  /**
   * Returns what the two directories show together; the one above may be null. Called with the
   * overlay's lock; to be given up with {@link #release}.
   *
   * <p>Errors: ENOMEM when there is no room to remember them; those of listing.
   */
  static MergedListing of(UpperLayer layer, Caller caller, TmpfsDirectory above, Inode below)
      throws ErrnoException {
    MergedListing listing = new MergedListing(layer);
    boolean made = false;
    try {
      Collector collector = listing.new Collector();
      if (above != null) {
        above.list(caller, 0, collector);
        collector.above = above;
      }
      list(caller, below, collector);
      if (collector.full) {
        throw Errno.ENOMEM.exception();
      }
      made = true;
      return listing;
    } finally {
      if (!made) {
        listing.release();
      }
    }
  }

  /** Returns whether anything is seen of a directory under one that is null or empty. */
  static boolean hasEntries(Caller caller, TmpfsDirectory above, Inode below)
      throws ErrnoException {
    Seen seen = new Seen(above);
    list(caller, below, seen);
    return seen.any;
  }

  private static void list(Caller caller, Inode directory, DirectorySink sink)
      throws ErrnoException {
    OpenDirectory open = directory.openDirectory(caller);
    try {
      open.list(caller, 0, sink);
    } finally {
      open.close();
    }
  }

  /** Hands the entries from a cookie on to the sink. */
  void give(long cookie, DirectorySink sink) {
    if (cookie < 0) {
      return;
    }
    for (long i = cookie; i < count; i++) {
      int at = (int) i;
      byte[] name = Arrays.copyOfRange(names, starts[at], starts[at + 1]);
      if (!sink.entry(name, numbers[at], types[at], i + 1)) {
        return;
      }
    }
  }

  void release() {
    layer.unchargeMetadata(chargedBytes);
    chargedBytes = 0;
    count = 0;
  }

  private void add(byte[] name, long number, FileType type) throws ErrnoException {
    if (starts[count] + name.length > MAX_BYTES) {
      throw Errno.ENOMEM.exception();
    }
    layer.chargeMetadata(ENTRY_BYTES + name.length);
    chargedBytes += ENTRY_BYTES + name.length;
    if (count == numbers.length) {
      starts = Arrays.copyOf(starts, 2 * count + 1);
      numbers = Arrays.copyOf(numbers, 2 * count);
      types = Arrays.copyOf(types, 2 * count);
    }
    int start = starts[count];
    int end = start + name.length;
    if (end > names.length) {
      names = Arrays.copyOf(names, 2 * end);
    }
    System.arraycopy(name, 0, names, start, name.length);
    numbers[count] = number;
    types[count] = type;
    starts[++count] = end;
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  private static boolean isHidden(TmpfsDirectory above, String name) {
    return above != null && above.covered().hides(name);
  }

  private static String text(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }

  /** Takes what is above, and then what is below and not covered by that. */
  private final class Collector implements DirectorySink {
    /** Null while that is what is listed. */
    private TmpfsDirectory above;

    private boolean full;

    @Override
    public boolean entry(byte[] name, long number, FileType type, long nextCookie) {
      if (above == null || !isCovered(name)) {
        try {
          add(name, number, type);
        } catch (ErrnoException e) {
          full = true;
        }
      }
      return !full;
    }

    private boolean isCovered(byte[] name) {
      String text = text(name);
      return isDots(name) || isHidden(above, text) || UpperLayer.entry(above, text) != null;
    }
  }

  /** Notes whether there is an entry that is seen. */
  private static final class Seen implements DirectorySink {
    private final TmpfsDirectory above;
    private boolean any;

    Seen(TmpfsDirectory above) {
      this.above = above;
    }

    @Override
    public boolean entry(byte[] name, long number, FileType type, long nextCookie) {
      any = !isDots(name) && !isHidden(above, text(name));
      return !any;
    }
  }
}
