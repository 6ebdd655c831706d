package io.jwasm.sentry.host;

import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * The host kernel's calls as functions. Each returns its result, or minus an error number of Linux
 * (see {@link io.jwasm.sentry.errno.HostErrors#fromNumber}), and never throws. A call that a signal
 * interrupted returns -EINTR and is not repeated: the caller knows whether it still wants it.
 *
 * <p>A file is named by the descriptor of a directory and a path below it, in bytes without a NUL.
 * The sentry has resolved the path, so the kernel follows nothing: a link in it is -ELOOP; {@code
 * ".."} that leaves the directory, or an absolute path, is -EPERM. Where a directory is changed,
 * its own path and the name in it are apart; an empty parent is {@code dir} itself, and a name that
 * is empty, {@code "."}, {@code ".."} or has a {@code '/'} is -EINVAL.
 *
 * <p>Blocking: as the system call of that name. A thread in one of these cannot be interrupted:
 * what might wait for somebody is asked with {@link #poll} first.
 *
 * @see HostConstants
 */
public final class HostKernel {
  private static final String PROPERTY = "jwasm.hostkernel";

  static {
    load(System.getProperty(PROPERTY));
  }

  private HostKernel() {}

  /** Loads the library by being initialised, for other classes whose methods are in it. */
  static void load() {}

  @SuppressWarnings("restricted")
  static void load(String library) {
    try {
      if (library == null) {
        throw new UnsatisfiedLinkError("it is not set");
      }
      System.load(library);
    } catch (UnsatisfiedLinkError e) {
      throw new UnsatisfiedLinkError(
          "cannot load the host kernel's calls from the library that -D"
              + PROPERTY
              + " names ("
              + library
              + "): "
              + e.getMessage()
              + "; `make` builds it");
    }
  }

  /**
   * Opens a file below a directory, close-on-exec and never as a controlling terminal. An empty
   * path is the directory itself. O_NONBLOCK is always set, so that opening a FIFO does not wait;
   * {@link #setFlags} clears it.
   *
   * @param mode of a new file, before the umask; ignored without O_CREAT
   * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>, {@code
   *     RESOLVE_BENEATH}, {@code RESOLVE_NO_SYMLINKS}
   */
  public static native int open(int dir, byte[] path, int flags, int mode);

  /**
   * Returns an O_PATH descriptor of an absolute path that the launcher made, such as {@code /fs/0};
   * a link in its place is not followed. The files in a place that is a directory are opened below
   * it. One that is a file has to be opened below the directory that it stands in.
   */
  public static native int openPlace(byte[] path);

  /**
   * Stores what the kernel knows of a file, a link itself included, into {@code out[STAT_...]}. An
   * empty path is the descriptor itself, which may be a file's.
   */
  public static native int stat(int dir, byte[] path, long[] out);

  /** As {@link #stat} of an open file. */
  public static native int fstat(int fd, long[] out);

  /**
   * Stores the target of a link and returns its bytes; a longer one is cut, as by readlink(2).
   * -EINVAL: it is not a link.
   */
  public static native int readlink(int dir, byte[] path, byte[] out);

  /** Closes a descriptor. Also after an error the number is free. */
  public static native int close(int fd);

  public static native long read(int fd, long address, long length);

  public static native long write(int fd, long address, long length);

  public static native long pread(int fd, long address, long length, long offset);

  /** As pwrite(2) of Linux, which appends to a file that is open with O_APPEND. */
  public static native long pwrite(int fd, long address, long length, long offset);

  /**
   * Reads into several buffers.
   *
   * @param iov pairs of address and length
   * @param count of pairs, at most IOV_MAX
   * @param offset in the file; -1 for the file's own, which moves
   */
  public static native long readv(int fd, long[] iov, int count, long offset);

  /** As {@link #readv}. */
  public static native long writev(int fd, long[] iov, int count, long offset);

  /**
   * Reads into several buffers at the file's own offset, and never waits: -EAGAIN when nothing is
   * there. It leaves the file as it is for others who have it open, unlike O_NONBLOCK. -EOPNOTSUPP
   * for a kind of file that cannot: terminals, FIFOs with a name, and pipes and sockets before
   * Linux 6.4.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">preadv2(2)</a>, {@code
   *     RWF_NOWAIT}
   */
  public static native long readvNowait(int fd, long[] iov, int count);

  /** As {@link #readvNowait}; writes what there is room for. */
  public static native long writevNowait(int fd, long[] iov, int count);

  /** Returns how many bytes a read would find at once; -ENOTTY for a file that does not tell. */
  public static native int available(int fd);

  public static native long lseek(int fd, long offset, int whence);

  public static native int ftruncate(int fd, long size);

  /** Allocates, or makes a hole with FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE. */
  public static native int fallocate(int fd, int mode, long offset, long length);

  /**
   * Returns a descriptor of a new file in memory that has no name, close-on-exec.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
   */
  public static native int memfd();

  public static native int fadvise(int fd, long offset, long length, int advice);

  public static native int fsync(int fd);

  public static native int fdatasync(int fd);

  /** Sets a file's times, in nanoseconds since 1970, TIME_OMIT or TIME_NOW. */
  public static native int futimens(int fd, long atime, long mtime);

  /** Returns the flags that a file is open with; those that {@link #open} does not know are 0. */
  public static native int getFlags(int fd);

  /** Sets O_APPEND and O_NONBLOCK; the kernel ignores the others. */
  public static native int setFlags(int fd, int flags);

  /** Returns 1 for a terminal, 0 for another file. */
  public static native int isatty(int fd);

  /**
   * Stores entries of an open directory, of the layout {@code HostConstants.DIRENT_...}, and
   * returns how many bytes they take; 0 at the end. {@link #lseek} to a DIRENT_OFF continues there.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/getdents64.2.html">getdents64(2)</a>
   */
  public static native int getdents(int fd, long address, int length);

  public static native int mkdir(int dir, byte[] parent, byte[] name, int mode);

  /** Removes a file or link, with AT_REMOVEDIR an empty directory. */
  public static native int unlink(int dir, byte[] parent, byte[] name, int flags);

  /** Makes a link to a target of any bytes but NUL, at most PATH_MAX - 1. */
  public static native int symlink(byte[] target, int dir, byte[] parent, byte[] name);

  /** Gives a file a second name; of a symbolic link, to itself. */
  public static native int link(
      int oldDir, byte[] oldParent, byte[] oldName, int newDir, byte[] newParent, byte[] newName);

  /** Renames with 0, RENAME_NOREPLACE or RENAME_EXCHANGE. */
  public static native int rename(
      int oldDir,
      byte[] oldParent,
      byte[] oldName,
      int newDir,
      byte[] newParent,
      byte[] newName,
      int flags);

  /** As {@link #futimens}, of a file or a link that need not be open. */
  public static native int utimes(int dir, byte[] parent, byte[] name, long atime, long mtime);

  /**
   * Waits until a descriptor is ready or the time is over, and returns how many are.
   *
   * @param fds pairs of a descriptor (a negative one is passed over) and the events asked for;
   *     those that came are stored above them, from bit POLL_REVENTS_SHIFT on
   * @param count of pairs, at most POLL_MAX
   * @param timeoutNanos negative for none
   */
  public static native int poll(int[] fds, int count, long timeoutNanos);

  /** Returns a descriptor that is readable from {@link #signalEvent} to {@link #drainEvent}. */
  public static native int eventfd();

  /** Makes an eventfd readable; has no effect on one that is. Never blocks. */
  public static native int signalEvent(int fd);

  /** Makes an eventfd unreadable; has no effect on one that is. Never blocks. */
  public static native int drainEvent(int fd);

  /**
   * Returns a descriptor that is readable from a moment of the realtime clock on, also when the
   * clock is set meanwhile.
   *
   * @param realtimeNanos nanoseconds since 1970; at once when it has passed
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/timerfd_create.2.html">timerfd_create(2)</a>
   */
  public static native int alarm(long realtimeNanos);

  /** Returns the number of the clock that counts the calling thread's processor time. */
  public static native int cpuClock();

  /**
   * Returns what a clock of processor time shows, in nanoseconds; -EINVAL once its thread has
   * ended.
   *
   * @param clock of {@link #cpuClock}, or {@link HostConstants#CLOCK_THREAD_CPUTIME_ID}
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/pthread_getcpuclockid.3.html">pthread_getcpuclockid(3)</a>
   */
  public static native long cpuNanos(int clock);

  /**
   * Writes what there is room for, and returns how many bytes that was: a file that cannot take
   * them, or a reader that takes none for so long, loses the rest. Takes no lock and allocates
   * nothing in the JVM, so that it works where a bug has left a lock behind or the heap is full.
   *
   * @param patienceMillis for each 4 KiB; -1 for no limit
   */
  public static native long say(int fd, byte[] text, int patienceMillis);

  /**
   * From now on abort(3), which is how the JVM ends after it has reported a crash, says the last
   * words and is the end with that status.
   *
   * @see #lastWords
   */
  public static native int onAbort(int status);

  /**
   * Sets what is said to a file when the JVM crashes.
   *
   * @param index of the words, 0 to 2
   * @param words at most 512 bytes; -EINVAL for more
   */
  public static native int lastWords(int index, int fd, byte[] words);

  /**
   * Has the signals that end a program by default, when the host sends them to this process,
   * written to a descriptor instead, one byte each: HUP, INT, USR1, ALRM, TERM, STKFLT, XCPU,
   * VTALRM, PROF, POLL, PWR, and QUIT if it comes from the terminal. To be called once.
   */
  public static native int signalsTo(int fd);

  /**
   * Returns the address of so many bytes of address space, private and anonymous, which cannot be
   * used before {@link #commit}.
   *
   * @param length whole pages
   * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>, {@code PROT_NONE}
   */
  public static native long reserve(long length);

  /** Makes pages of a reservation readable and writable; those that are stay as they are. */
  public static native int commit(long address, long length);

  /** Advises MADV_DONTNEED, after which pages read as zero, or MADV_HUGEPAGE. */
  public static native int advise(long address, long length, int advice);

  /** Ends a reservation. No buffer on it may be used any more: the JVM would crash. */
  public static native int unmap(long address, long length);

  /**
   * Puts a private mapping of a file in the place of pages: they read as the file until they are
   * written, and the file stays as it is.
   *
   * <p>Errors: -EFAULT when the pages are gone, and must not be touched any more; after any other
   * error they are what they were.
   *
   * @param length whole pages, all of them within the file
   * @param offset in the file, of a page
   */
  public static native int mapPrivate(long address, long length, int fd, long offset);

  /**
   * Returns a descriptor of a new file in memory that has these bytes, and that nobody can change.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/F_GET_SEALS.2const.html">F_ADD_SEALS(2)</a>
   */
  public static native int sealed(long address, long length);

  /**
   * Returns the descriptor that comes with the next byte of a socket; -EPROTO when none does.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>, {@code
   *     SCM_RIGHTS}
   */
  public static native int receive(int socket);

  /** Returns a buffer on memory of a reservation, or null when the heap is full. */
  public static native ByteBuffer bufferAt(long address, int length);

  /** Returns where a direct buffer's memory begins (its index 0), or 0 for a buffer on the heap. */
  public static native long addressOf(Buffer direct);

  /**
   * Limits every thread of this process, those to come included, to the system calls that a filter
   * lets through; nothing takes that back. Other calls answer EPERM.
   *
   * <p>Errors: -EINVAL for a file that is no filter; -EACCES without no_new_privs; -EBUSY when a
   * thread has another filter.
   *
   * @param filter path of a file of {@code struct sock_filter}
   * @param names path of a file of lines "number name", by which denied calls are then reported on
   *     stderr, each once; null for no report
   * @see <a href="https://man7.org/linux/man-pages/man2/seccomp.2.html">seccomp(2)</a>, {@code
   *     SECCOMP_FILTER_FLAG_TSYNC}
   */
  public static native int confine(byte[] filter, byte[] names);
}
