package io.jwasm.runsc.container.posix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A shared {@code flock(2)} on a file. The launcher takes the same lock exclusively.
 *
 * <p>Java's own file locks are {@code fcntl(2)} locks, which do not see those of {@code flock}; and
 * Java does not hand out the descriptor that {@code flock} wants, so open and close are bound too.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/flock.2.html">flock(2)</a>
 */
public final class SharedLock implements AutoCloseable {
  private static final int LOCK_SH = 1;
  private static final int LOCK_NB = 4;

  private static final int O_RDONLY = 0;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  private static final int EINTR = 4;
  private static final int EWOULDBLOCK = 11;

  private final int descriptor;
  private final boolean ours;

  private SharedLock(int descriptor, boolean ours) {
    this.descriptor = descriptor;
    this.ours = ours;
  }

  /**
   * The lock on {@code file} if nobody holds it exclusively; {@link #isOurs()} tells.
   *
   * <p>Errors: {@code NoSuchFileException}; {@code IOException} when it cannot be opened or is not
   * a regular file.
   *
   * <p>Blocking: no.
   */
  public static SharedLock tryLock(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a regular file");
    }
    int descriptor = open(file);
    try {
      return new SharedLock(descriptor, lock(descriptor));
    } catch (LastErrorException e) {
      Libc.close(descriptor);
      throw new IOException("cannot lock " + file + ": " + e.getMessage(), e);
    }
  }

  /** False: somebody else holds the lock exclusively. */
  public boolean isOurs() {
    return ours;
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    Libc.close(descriptor);
  }

  private static int open(Path file) throws IOException {
    try {
      return Libc.open(file.toString(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    } catch (LastErrorException e) {
      throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private static boolean lock(int descriptor) {
    while (true) {
      try {
        Libc.flock(descriptor, LOCK_SH | LOCK_NB);
        return true;
      } catch (LastErrorException e) {
        if (e.getErrorCode() == EWOULDBLOCK) {
          return false;
        }
        if (e.getErrorCode() != EINTR) {
          throw e;
        }
      }
    }
  }

  /** JNA's direct mapping: the static native methods are bound once, without a proxy per call. */
  private static final class Libc {
    static {
      Native.register(Libc.class, NativeLibrary.getProcess());
    }

    static native int open(String path, int flags) throws LastErrorException;

    static native int flock(int descriptor, int operation) throws LastErrorException;

    static native int close(int descriptor);
  }
}
