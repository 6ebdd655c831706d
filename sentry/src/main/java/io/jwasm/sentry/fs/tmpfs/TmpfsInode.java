package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;

/**
 * What every file of a tmpfs has.
 *
 * <p>Locks: the inode's own guards its fields.
 */
public abstract class TmpfsInode extends Inode {
  static final int SET_UID = 04000;
  static final int SET_GID = 02000;

  private static final long DAY_NANOS = 24L * 60 * 60 * 1_000_000_000L;

  private final Superblock fs;
  private final long number;
  private int mode;
  private int uid;
  private int gid;
  private long links;
  private long atimeNanos;
  private long mtimeNanos;
  private long ctimeNanos;

  /**
   * Makes an inode that has no name yet.
   *
   * <p>Errors: ENOSPC when there are as many as there may be.
   */
  TmpfsInode(Superblock fs, int mode, int uid, int gid) throws ErrnoException {
    fs.addInode();
    this.fs = fs;
    this.number = fs.newNumber();
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    long now = fs.now();
    this.atimeNanos = now;
    this.mtimeNanos = now;
    this.ctimeNanos = now;
  }

  /**
   * Makes a copy of a file elsewhere, which has no name yet.
   *
   * @param like attributes that it takes over
   * @param number its number
   */
  TmpfsInode(Superblock fs, Stat like, long number) throws ErrnoException {
    fs.addInode();
    this.fs = fs;
    this.number = number;
    takeOver(like);
  }

  /** Takes over owner, permissions and times. */
  final synchronized void takeOver(Stat like) {
    mode = like.mode();
    uid = like.uid();
    gid = like.gid();
    atimeNanos = like.atimeNanos();
    mtimeNanos = like.mtimeNanos();
    ctimeNanos = fs.now();
  }

  final Superblock fs() {
    return fs;
  }

  final long number() {
    return number;
  }

  abstract long sizeBytes();

  /** Called with the lock when the last name is gone. */
  void unnamed() {
    discard();
  }

  /** Gives up what the inode has taken, when it never got a name or lost the last one. */
  abstract void discard();

  @Override
  public final synchronized Stat stat() {
    return new Stat(
        fs.device(),
        number,
        type(),
        mode,
        links,
        uid,
        gid,
        sizeBytes(),
        atimeNanos,
        mtimeNanos,
        ctimeNanos);
  }

  @Override
  public final synchronized void setTimes(Caller caller, long atime, long mtime)
      throws ErrnoException {
    if (atime == Timestamp.OMIT && mtime == Timestamp.OMIT) {
      return;
    }
    Permission.checkTimes(caller, stat(), atime, mtime);
    long now = fs.now();
    atimeNanos = chosen(atime, atimeNanos, now);
    mtimeNanos = chosen(mtime, mtimeNanos, now);
    ctimeNanos = now;
  }

  private static long chosen(long wanted, long old, long now) {
    if (wanted == Timestamp.OMIT) {
      return old;
    }
    return wanted == Timestamp.NOW ? now : wanted;
  }

  /** EACCES unless the caller has all of the wanted {@link Permission}s. */
  final synchronized void checkAccess(Caller caller, int wanted) throws ErrnoException {
    Permission.check(caller, uid, gid, mode, wanted);
  }

  final synchronized int uid() {
    return uid;
  }

  final synchronized int gid() {
    return gid;
  }

  /** EPERM when this, a directory, is sticky and neither it nor the entry is the caller's. */
  final synchronized void checkSticky(Caller caller, int entryUid) throws ErrnoException {
    Permission.checkSticky(caller, uid, mode, entryUid);
  }

  final synchronized boolean hasMode(int bits) {
    return (mode & bits) == bits;
  }

  final synchronized long links() {
    return links;
  }

  /** Notes that the file got a name, or a directory one more directory below it. */
  final synchronized void addLink() {
    links++;
    ctimeNanos = fs.now();
  }

  /** As {@link #addLink}, by a copy that nobody is to notice. */
  final synchronized void addLinkUnnoticed() {
    links++;
  }

  /** Notes that the file lost a name. */
  final synchronized void removeLink() {
    links--;
    ctimeNanos = fs.now();
    if (links == 0) {
      unnamed();
    }
  }

  /** Notes that the content has been read; as often as with Linux's {@code relatime}. */
  final void accessed() {
    long now = fs.now();
    if (atimeNanos <= mtimeNanos || atimeNanos <= ctimeNanos || now - atimeNanos >= DAY_NANOS) {
      atimeNanos = now;
    }
  }

  /** Notes that the content has changed. */
  final void modified() {
    long now = fs.now();
    mtimeNanos = now;
    ctimeNanos = now;
  }

  /** Notes that an attribute has changed. */
  final synchronized void changed() {
    ctimeNanos = fs.now();
  }

  /** Takes the bits off with which others would run the file, since its content is another. */
  final void dropSetIds() {
    mode &= ~(SET_UID | SET_GID);
  }
}
