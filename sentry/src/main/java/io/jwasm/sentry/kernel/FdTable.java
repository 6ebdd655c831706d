package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.FileDescription;
import java.util.Arrays;

/**
 * The descriptors of a process; Linux's {@code struct files_struct}. Guest numbers are hostile: any
 * int may be asked for.
 *
 * <p>Locks: its own, never held while a file is used or released.
 */
public final class FdTable {
  private static final int INITIAL_SLOTS = 8;

  private final int maxFds;

  /** Indexed by descriptor; guarded by this. */
  private FileDescription[] slots = new FileDescription[INITIAL_SLOTS];

  /** No descriptor below this is free; guarded by this. */
  private int lowestMaybeFree;

  /**
   * @param maxFds RLIMIT_NOFILE: descriptors are below this
   */
  public FdTable(int maxFds) {
    this.maxFds = maxFds;
  }

  /**
   * Returns the open file of a descriptor.
   *
   * <p>Errors: EBADF.
   */
  public synchronized FileDescription get(int fd) throws ErrnoException {
    if (fd < 0 || fd >= slots.length || slots[fd] == null) {
      throw Errno.EBADF.exception();
    }
    return slots[fd];
  }

  /**
   * Gives the file the lowest free descriptor and takes over the caller's reference to it.
   *
   * <p>Errors: EMFILE; the caller then keeps its reference.
   */
  public synchronized int install(FileDescription file) throws ErrnoException {
    int fd = lowestMaybeFree;
    while (fd < slots.length && slots[fd] != null) {
      fd++;
    }
    if (fd >= maxFds) {
      throw Errno.EMFILE.exception();
    }
    if (fd == slots.length) {
      slots = Arrays.copyOf(slots, (int) Math.min(2L * slots.length, maxFds));
    }
    slots[fd] = file;
    lowestMaybeFree = fd + 1;
    return fd;
  }

  /**
   * Frees a descriptor; the file is released when it was the last one.
   *
   * <p>Errors: EBADF.
   */
  public void close(int fd) throws ErrnoException {
    FileDescription file;
    synchronized (this) {
      file = get(fd);
      free(fd);
    }
    file.drop();
  }

  /**
   * Moves {@code from} to {@code to}, closing what was there: {@code dup2} and {@code close} in
   * one. Both must be open, so that a program cannot choose numbers; to itself it does nothing.
   *
   * <p>Errors: EBADF.
   */
  public void renumber(int from, int to) throws ErrnoException {
    FileDescription replaced;
    synchronized (this) {
      FileDescription moved = get(from);
      replaced = get(to);
      if (from == to) {
        return;
      }
      slots[to] = moved;
      free(from);
    }
    replaced.drop();
  }

  /** Closes everything, when the process ends. */
  public void closeAll() {
    FileDescription[] open;
    synchronized (this) {
      open = slots;
      slots = new FileDescription[INITIAL_SLOTS];
      lowestMaybeFree = 0;
    }
    for (FileDescription file : open) {
      if (file != null) {
        file.drop();
      }
    }
  }

  private void free(int fd) {
    slots[fd] = null;
    lowestMaybeFree = Math.min(lowestMaybeFree, fd);
  }
}
