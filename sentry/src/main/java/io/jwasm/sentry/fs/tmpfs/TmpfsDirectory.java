package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectorySink;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import java.nio.charset.StandardCharsets;

/**
 * A directory. It may be used after it was removed; then it has no entries and takes none.
 *
 * <p>Locks: its own guards the entries. What is done to two directories is {@link TmpfsRename}'s.
 */
public final class TmpfsDirectory extends TmpfsInode implements OpenDirectory {
  private static final byte[] SELF = ".".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PARENT = "..".getBytes(StandardCharsets.UTF_8);

  /** As on Linux: what an entry adds to the size of its directory. */
  private static final int ENTRY_SIZE = 20;

  /** Set-id bits are not given by mkdir(2). */
  private static final int DIRECTORY_MODE = 01777;

  private final DirectoryEntries entries;

  /** Itself for the root. Changes only with the lock on renames. */
  private volatile TmpfsDirectory parent;

  private boolean removed;

  /** Null unless this lies over a directory of another file system; set before anybody sees it. */
  private Covered covered;

  private TmpfsDirectory(Superblock fs, TmpfsDirectory parent, int mode, int uid, int gid)
      throws ErrnoException {
    super(fs, mode, uid, gid);
    this.entries = new DirectoryEntries(fs);
    this.parent = parent;
  }

  private TmpfsDirectory(TmpfsDirectory parent, Stat like) throws ErrnoException {
    super(parent.fs(), like, like.inode());
    this.entries = new DirectoryEntries(fs());
    this.parent = parent;
  }

  static TmpfsDirectory root(Superblock fs, int mode, int uid, int gid) throws ErrnoException {
    TmpfsDirectory root = new TmpfsDirectory(fs, null, mode, uid, gid);
    root.parent = root;
    root.addLink();
    root.addLink();
    return root;
  }

  @Override
  public FileType type() {
    return FileType.DIRECTORY;
  }

  @Override
  long sizeBytes() {
    return (long) ENTRY_SIZE * (2 + entries.size());
  }

  @Override
  public synchronized Inode lookup(Caller caller, String name) throws ErrnoException {
    checkAccess(caller, Permission.EXECUTE);
    DirectoryEntry entry = entries.get(name);
    if (entry == null) {
      throw FileName.isTooLong(name) ? Errno.ENAMETOOLONG.exception() : Errno.ENOENT.exception();
    }
    return entry.inode;
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public OpenDirectory openDirectory(Caller caller) throws ErrnoException {
    checkAccess(caller, Permission.READ);
    return this;
  }

  @Override
  public OpenDirectory openForSearch(Caller caller) {
    return this;
  }

  @Override
  public FileDescription create(Caller caller, String name, int mode, int flags)
      throws ErrnoException {
    TmpfsFile file;
    synchronized (this) {
      reserve(caller, name);
      try {
        file = new TmpfsFile(fs(), mode, caller.uid(), groupFor(caller));
      } catch (ErrnoException e) {
        entries.unreserve(name);
        throw e;
      }
      add(name, file);
      return file.opened(caller, flags);
    }
  }

  @Override
  public synchronized void makeDirectory(Caller caller, String name, int mode)
      throws ErrnoException {
    reserve(caller, name);
    try {
      int inherited = hasMode(SET_GID) ? SET_GID : 0;
      TmpfsDirectory made =
          new TmpfsDirectory(
              fs(), this, (mode & DIRECTORY_MODE) | inherited, caller.uid(), groupFor(caller));
      made.addLink();
      add(name, made);
      addLink();
    } catch (ErrnoException e) {
      entries.unreserve(name);
      throw e;
    }
  }

  @Override
  public synchronized void symlink(Caller caller, String name, String target)
      throws ErrnoException {
    reserve(caller, name);
    try {
      add(name, TmpfsSymlink.make(fs(), caller.uid(), groupFor(caller), target));
    } catch (ErrnoException e) {
      entries.unreserve(name);
      throw e;
    }
  }

  @Override
  public void link(Caller caller, String name, Inode file) throws ErrnoException {
    if (!(file instanceof TmpfsInode old) || old.fs() != fs()) {
      throw Errno.EXDEV.exception();
    }
    if (old.type() == FileType.DIRECTORY) {
      throw Errno.EPERM.exception();
    }
    synchronized (this) {
      reserve(caller, name);
      synchronized (old) {
        if (old.links() == 0) {
          entries.unreserve(name);
          throw Errno.ENOENT.exception();
        }
        add(name, old);
      }
    }
  }

  @Override
  public synchronized void unlink(Caller caller, String name) throws ErrnoException {
    DirectoryEntry entry = removable(caller, name);
    if (entry.inode instanceof TmpfsDirectory) {
      throw Errno.EISDIR.exception();
    }
    remove(entry);
  }

  @Override
  public synchronized void removeDirectory(Caller caller, String name) throws ErrnoException {
    DirectoryEntry entry = removable(caller, name);
    if (!(entry.inode instanceof TmpfsDirectory directory)) {
      throw Errno.ENOTDIR.exception();
    }
    directory.retire();
    remove(entry);
    removeLink();
  }

  @Override
  public void rename(Caller caller, String name, Inode newDirectory, String newName)
      throws ErrnoException {
    if (!(newDirectory instanceof TmpfsDirectory target) || target.fs() != fs()) {
      throw Errno.EXDEV.exception();
    }
    new TmpfsRename(caller, this, name, target, newName).run();
  }

  @Override
  public Inode inode() {
    return this;
  }

  @Override
  public synchronized void list(Caller caller, long cookie, DirectorySink sink)
      throws ErrnoException {
    checkAccess(caller, Permission.READ); // it may have been opened for walks only
    if (removed) {
      throw Errno.ENOENT.exception();
    }
    accessed();
    if (cookie < 1 && !sink.entry(SELF, number(), FileType.DIRECTORY, 1)) {
      return;
    }
    if (cookie < 2 && !sink.entry(PARENT, parent.number(), FileType.DIRECTORY, 2)) {
      return;
    }
    for (int place = entries.place(cookie); place < entries.places(); place++) {
      DirectoryEntry entry = entries.at(place);
      if (entry.inode != null && !give(entry, sink)) {
        return;
      }
    }
  }

  private static boolean give(DirectoryEntry entry, DirectorySink sink) {
    return sink.entry(
        entry.name.getBytes(StandardCharsets.UTF_8),
        entry.inode.number(),
        entry.inode.type(),
        entry.cookie + 1);
  }

  /** What is open is the directory, and the garbage collector sees when nobody uses it. */
  @Override
  public void close() {}

  @Override
  void discard() {
    if (covered != null) {
      covered.dispose();
    }
    fs().dropInode();
  }

  public synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Notes that what is seen in this directory has changed, without an entry of its own. */
  public synchronized void entriesChanged() {
    modified();
  }

  /** Returns what this directory hides of the one that it lies over, or null. */
  public Covered covered() {
    return covered;
  }

  /** Puts this, empty, over a directory of another file system. */
  void cover(Inode lower, Stat like) {
    covered = new Covered(fs(), lower);
    takeOver(like);
  }

  /** As {@link #addCopy}, of a directory. */
  synchronized TmpfsDirectory addDirectoryCopy(String name, Inode lower, Stat like)
      throws ErrnoException {
    TmpfsDirectory copy = new TmpfsDirectory(this, like);
    copy.cover(lower, like);
    copy.addLinkUnnoticed();
    try {
      addCopy(name, copy);
    } catch (ErrnoException e) {
      copy.discard();
      throw e;
    }
    addLinkUnnoticed();
    return copy;
  }

  /** Adds a copy of a file of another file system, without a trace in the times of this. */
  synchronized void addCopy(String name, TmpfsInode copy) throws ErrnoException {
    if (removed) {
      throw Errno.ENOENT.exception();
    }
    entries.reserve(name);
    entries.add(name, copy);
    copy.addLinkUnnoticed();
  }

  /** Returns whether this is the directory or lies below it. Asked with the lock on renames. */
  boolean isWithin(TmpfsDirectory directory) {
    TmpfsDirectory at = this;
    while (at != directory) {
      if (at == at.parent) {
        return false;
      }
      at = at.parent;
    }
    return true;
  }

  /** Returns what has a name, or null. */
  synchronized TmpfsInode inode(String name) {
    DirectoryEntry entry = entries.get(name);
    return entry == null ? null : entry.inode;
  }

  /** Returns the entry, or null; with the lock. */
  DirectoryEntry entry(String name) {
    return entries.get(name);
  }

  /**
   * Makes room for a name that is not there; with the lock.
   *
   * <p>Errors: EACCES; ENOENT when this was removed; EEXIST; ENAMETOOLONG; ENOSPC.
   */
  void reserve(Caller caller, String name) throws ErrnoException {
    checkAccess(caller, Permission.CHANGE_ENTRIES);
    if (removed) {
      throw Errno.ENOENT.exception();
    }
    if (entries.get(name) != null) {
      throw Errno.EEXIST.exception();
    }
    entries.reserve(name);
  }

  /**
   * Returns an entry that the caller may take away; with the lock.
   *
   * <p>Errors: EACCES; ENOENT; EPERM for what is somebody else's in a sticky directory.
   */
  DirectoryEntry removable(Caller caller, String name) throws ErrnoException {
    checkAccess(caller, Permission.CHANGE_ENTRIES);
    DirectoryEntry entry = entries.get(name);
    if (entry == null) {
      throw Errno.ENOENT.exception();
    }
    checkSticky(caller, entry.inode.uid());
    return entry;
  }

  /** Marks this as removed; ENOTEMPTY. The lock of the directory above is held. */
  synchronized void retire() throws ErrnoException {
    if (!entries.isEmpty()) {
      throw Errno.ENOTEMPTY.exception();
    }
    removed = true;
    removeLink();
  }

  /** Adds a name that was reserved; with the lock. */
  void add(String name, TmpfsInode inode) {
    entries.add(name, inode);
    inode.addLink();
    modified();
  }

  /** Takes an entry out; with the lock. */
  void remove(DirectoryEntry entry) {
    TmpfsInode inode = entry.inode;
    entries.remove(entry);
    inode.removeLink();
    modified();
  }

  /** Gives a name to another file; listings see one or the other. With the lock. */
  void replace(DirectoryEntry entry, TmpfsInode inode) {
    TmpfsInode old = entry.inode;
    entry.inode = inode;
    inode.addLink();
    old.removeLink();
    modified();
  }

  /** Notes that this has moved; with the locks of both directories and on renames. */
  void moved(TmpfsDirectory newParent) {
    parent.removeLink();
    newParent.addLink();
    parent = newParent;
  }

  private int groupFor(Caller caller) {
    return hasMode(SET_GID) ? gid() : caller.gid();
  }
}
