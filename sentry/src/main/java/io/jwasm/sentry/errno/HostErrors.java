package io.jwasm.sentry.errno;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;

/** The one mapping from the host's exceptions to {@link Errno}. */
public final class HostErrors {
  /** A table and not a switch over types: linking one of those costs 10 ms of start-up time. */
  private static final Map<Class<?>, Errno> BY_CLASS =
      Map.ofEntries(
          Map.entry(NoSuchFileException.class, Errno.ENOENT),
          Map.entry(AccessDeniedException.class, Errno.EACCES),
          Map.entry(NotDirectoryException.class, Errno.ENOTDIR),
          Map.entry(FileSystemLoopException.class, Errno.ELOOP),
          Map.entry(FileAlreadyExistsException.class, Errno.EEXIST),
          Map.entry(DirectoryNotEmptyException.class, Errno.ENOTEMPTY),
          Map.entry(NotLinkException.class, Errno.EINVAL),
          Map.entry(AtomicMoveNotSupportedException.class, Errno.EXDEV),
          Map.entry(AsynchronousCloseException.class, Errno.EINTR),
          // The task is being killed.
          Map.entry(ClosedByInterruptException.class, Errno.EINTR),
          Map.entry(ClosedChannelException.class, Errno.EBADF));

  private HostErrors() {}

  /**
   * Returns what the host's failure means to the guest. java.nio has exception classes for a few
   * error numbers and puts strerror's text of the C locale into the message for all others.
   */
  public static Errno toErrno(IOException e) {
    Errno known = BY_CLASS.get(e.getClass());
    if (known != null) {
      return known;
    }
    return fromText(e instanceof FileSystemException file ? file.getReason() : e.getMessage());
  }

  private static Errno fromText(String text) {
    if (text == null) {
      return Errno.EIO;
    }
    if (text.startsWith("Too many levels of symbolic links")) {
      return Errno.ELOOP; // java.nio appends a guess about the cause
    }
    return switch (text) {
      case "Permission denied" -> Errno.EACCES;
      case "Resource temporarily unavailable" -> Errno.EAGAIN;
      case "Bad file descriptor" -> Errno.EBADF;
      case "Disk quota exceeded" -> Errno.EDQUOT;
      case "File exists" -> Errno.EEXIST;
      case "File too large" -> Errno.EFBIG;
      case "Interrupted system call" -> Errno.EINTR;
      case "Invalid argument" -> Errno.EINVAL;
      case "Is a directory" -> Errno.EISDIR;
      case "Too many open files", "Too many open files in system" -> Errno.EMFILE;
      case "File name too long" -> Errno.ENAMETOOLONG;
      case "No such device" -> Errno.ENODEV;
      case "No such file or directory" -> Errno.ENOENT;
      case "Cannot allocate memory" -> Errno.ENOMEM;
      case "No space left on device" -> Errno.ENOSPC;
      case "Not a directory" -> Errno.ENOTDIR;
      case "Directory not empty" -> Errno.ENOTEMPTY;
      case "Operation not supported" -> Errno.ENOTSUP;
      case "No such device or address" -> Errno.ENXIO;
      case "Operation not permitted" -> Errno.EPERM;
      // A peer that reset the connection is a reader that went away.
      case "Broken pipe", "Connection reset by peer" -> Errno.EPIPE;
      case "Read-only file system" -> Errno.EROFS;
      case "Illegal seek" -> Errno.ESPIPE;
      case "Text file busy" -> Errno.ETXTBSY;
      case "Invalid cross-device link" -> Errno.EXDEV;
      // What is left is strerror's "Input/output error" and its rarer kin (a device or a network
      // file system failed): POSIX calls all of them EIO.
      default -> Errno.EIO;
    };
  }
}
