package io.jwasm.runsc.container.posix;

import com.sun.jna.LastErrorException;
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
    return locked(file, LOCK_SH | LOCK_NB);
  }

  /**
   * As {@link #tryLock}, of a lock that is waited for.
   *
   * <p>Blocking: until whoever holds it exclusively gives it back.
   */
  public static SharedLock lock(Path file) throws IOException {
    return locked(file, LOCK_SH);
  }

  private static SharedLock locked(Path file, int operation) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a regular file");
    }
    int descriptor = open(file);
    try {
      return new SharedLock(descriptor, lock(descriptor, operation));
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
      return Libc.open(file.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
    } catch (LastErrorException e) {
      throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private static boolean lock(int descriptor, int operation) {
    while (true) {
      try {
        Libc.flock(descriptor, operation);
        return true;
      } catch (LastErrorException e) {
        if (e.getErrorCode() == Libc.EWOULDBLOCK) {
          return false;
        }
        if (e.getErrorCode() != Libc.EINTR) {
          throw e;
        }
      }
    }
  }
}
