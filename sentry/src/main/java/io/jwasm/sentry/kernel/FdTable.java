package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The descriptors of a process; Linux's {@code struct files_struct}. Guest numbers are hostile: any
 * int may be asked for.
 *
 * <p>Locks: its own for changes, never held while a file is used or released; looking up takes
 * none.
 */
public final class FdTable {
  private static final int INITIAL_SLOTS = 8;

  private final int maxFds;

  /** Indexed by descriptor; elements change under this lock and are read without it. */
  private volatile AtomicReferenceArray<Descriptor> slots =
      new AtomicReferenceArray<>(INITIAL_SLOTS);

  /** No descriptor below this is free; guarded by this. */
  private int lowestMaybeFree;

  /** Numbers kept for a file to come, which are not open yet; null without any, guarded by this. */
  private BitSet reserved;

  /**
   * @param maxFds RLIMIT_NOFILE: descriptors are below this
   */
  public FdTable(int maxFds) {
    this.maxFds = maxFds;
  }

  /**
   * Returns what a number stands for.
   *
   * <p>Errors: EBADF.
   */
  public Descriptor get(int fd) throws ErrnoException {
    AtomicReferenceArray<Descriptor> now = slots;
    Descriptor found = fd < 0 || fd >= now.length() ? null : now.get(fd);
    if (found == null) {
      throw Errno.EBADF.exception();
    }
    return found;
  }

  /**
   * Gives an open file the lowest free number and takes over the caller's reference to it.
   *
   * <p>Errors: EMFILE; the caller then keeps its reference.
   */
  public synchronized int install(Descriptor descriptor) throws ErrnoException {
    int fd = lowestFree();
    slots.set(fd, descriptor);
    return fd;
  }

  /**
   * Keeps the lowest free number for a file to come, so that there is room for what cannot be given
   * back; Linux's {@code get_unused_fd_flags}. It is not open before {@link #install(int,
   * Descriptor)}, and {@link #unreserve} must follow where that does not.
   *
   * <p>Errors: EMFILE.
   */
  public synchronized int reserve() throws ErrnoException {
    int fd = lowestFree();
    if (reserved == null) {
      reserved = new BitSet();
    }
    reserved.set(fd);
    return fd;
  }

  /** Gives an open file a reserved number and takes over the caller's reference to it. */
  public synchronized void install(int fd, Descriptor descriptor) {
    reserved.clear(fd);
    slots.set(fd, descriptor);
  }

  /** Gives back a reserved number that no file came for. */
  public synchronized void unreserve(int fd) {
    reserved.clear(fd);
    free(fd);
  }

  private int lowestFree() throws ErrnoException {
    int fd = lowestMaybeFree;
    while (fd < slots.length() && (slots.get(fd) != null || isReserved(fd))) {
      fd++;
    }
    if (fd >= maxFds) {
      throw Errno.EMFILE.exception();
    }
    if (fd == slots.length()) {
      slots = enlarged();
    }
    lowestMaybeFree = fd + 1;
    return fd;
  }

  private boolean isReserved(int fd) {
    return reserved != null && reserved.get(fd);
  }

  private AtomicReferenceArray<Descriptor> enlarged() {
    AtomicReferenceArray<Descriptor> larger =
        new AtomicReferenceArray<>((int) Math.min(2L * slots.length(), maxFds));
    for (int i = 0; i < slots.length(); i++) {
      larger.setPlain(i, slots.getPlain(i));
    }
    return larger;
  }

  /** Returns the lowest number in use that is not below {@code fd}, or -1. */
  public int next(int fd) {
    AtomicReferenceArray<Descriptor> now = slots;
    for (int i = Math.max(fd, 0); i < now.length(); i++) {
      if (now.get(i) != null) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Frees a descriptor; the file is released when it was the last one.
   *
   * <p>Errors: EBADF.
   */
  public void close(int fd) throws ErrnoException {
    Descriptor closed;
    synchronized (this) {
      closed = get(fd);
      free(fd);
    }
    closed.file().drop();
  }

  /**
   * Moves {@code from} to {@code to}, closing what was there: {@code dup2} and {@code close} in
   * one. Both must be open, so that a program cannot choose numbers; to itself it does nothing.
   *
   * <p>Errors: EBADF.
   */
  public void renumber(int from, int to) throws ErrnoException {
    Descriptor replaced;
    synchronized (this) {
      Descriptor moved = get(from);
      replaced = get(to);
      if (from == to) {
        return;
      }
      slots.set(to, moved);
      free(from);
    }
    replaced.file().drop();
  }

  /** Closes everything, when the process ends; who has reserved a number keeps it. */
  public void closeAll() {
    AtomicReferenceArray<Descriptor> open;
    synchronized (this) {
      open = slots;
      slots = new AtomicReferenceArray<>(open.length());
      lowestMaybeFree = 0;
    }
    for (int fd = 0; fd < open.length(); fd++) {
      Descriptor descriptor = open.get(fd);
      if (descriptor != null) {
        descriptor.file().drop();
      }
    }
  }

  private void free(int fd) {
    slots.set(fd, null);
    lowestMaybeFree = Math.min(lowestMaybeFree, fd);
  }
}
