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

/** The one mapping from the host's error numbers and exceptions to {@link Errno}. */
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
   * Returns what an error number of Linux means to the guest; EIO for one that no call on a file or
   * socket documents.
   *
   * @param hostErrno positive, as in {@code asm-generic/errno.h}
   */
  public static Errno fromNumber(int hostErrno) {
    return switch (hostErrno) {
      case 1 -> Errno.EPERM;
      case 2 -> Errno.ENOENT;
      case 4 -> Errno.EINTR;
      case 6 -> Errno.ENXIO;
      case 9 -> Errno.EBADF;
      case 11 -> Errno.EAGAIN;
      case 12 -> Errno.ENOMEM;
      case 13 -> Errno.EACCES;
      case 14 -> Errno.EFAULT;
      case 16 -> Errno.EBUSY;
      case 17 -> Errno.EEXIST;
      case 18 -> Errno.EXDEV;
      case 19 -> Errno.ENODEV;
      case 20 -> Errno.ENOTDIR;
      case 21 -> Errno.EISDIR;
      case 22 -> Errno.EINVAL;
      case 23 -> Errno.ENFILE;
      case 24 -> Errno.EMFILE;
      case 25 -> Errno.ENOTTY;
      case 26 -> Errno.ETXTBSY;
      case 27 -> Errno.EFBIG;
      case 28 -> Errno.ENOSPC;
      case 29 -> Errno.ESPIPE;
      case 30 -> Errno.EROFS;
      case 31 -> Errno.EMLINK;
      case 32 -> Errno.EPIPE;
      case 35 -> Errno.EDEADLK;
      case 36 -> Errno.ENAMETOOLONG;
      case 37 -> Errno.ENOLCK;
      case 38 -> Errno.ENOSYS;
      case 39 -> Errno.ENOTEMPTY;
      case 40 -> Errno.ELOOP;
      case 71 -> Errno.EPROTO;
      case 75 -> Errno.EOVERFLOW;
      case 84 -> Errno.EILSEQ;
      case 88 -> Errno.ENOTSOCK;
      case 89 -> Errno.EDESTADDRREQ;
      case 90 -> Errno.EMSGSIZE;
      case 91 -> Errno.EPROTOTYPE;
      case 92 -> Errno.ENOPROTOOPT;
      case 93 -> Errno.EPROTONOSUPPORT;
      case 95 -> Errno.ENOTSUP;
      case 97 -> Errno.EAFNOSUPPORT;
      case 98 -> Errno.EADDRINUSE;
      case 99 -> Errno.EADDRNOTAVAIL;
      case 100 -> Errno.ENETDOWN;
      case 101 -> Errno.ENETUNREACH;
      case 102 -> Errno.ENETRESET;
      case 103 -> Errno.ECONNABORTED;
      case 104 -> Errno.ECONNRESET;
      case 105 -> Errno.ENOBUFS;
      case 106 -> Errno.EISCONN;
      case 107 -> Errno.ENOTCONN;
      case 110 -> Errno.ETIMEDOUT;
      case 111 -> Errno.ECONNREFUSED;
      case 113 -> Errno.EHOSTUNREACH;
      case 114 -> Errno.EALREADY;
      case 115 -> Errno.EINPROGRESS;
      case 116 -> Errno.ESTALE;
      case 122 -> Errno.EDQUOT;
      // EIO itself (5), and what only devices and network file systems say (EREMOTEIO, ENODATA...).
      default -> Errno.EIO;
    };
  }

  /**
   * Returns a result that is no error, which the host's functions give as minus its number.
   *
   * <p>Errors: the one that it is.
   */
  public static long check(long result) throws ErrnoException {
    if (result < 0) {
      throw fromNumber((int) -result).exception();
    }
    return result;
  }

  /** As {@link #check(long)}. */
  public static int check(int result) throws ErrnoException {
    return (int) check((long) result);
  }

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
      case "Too many open files" -> Errno.EMFILE;
      case "Too many open files in system" -> Errno.ENFILE;
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
      case "Broken pipe" -> Errno.EPIPE;
      case "Connection reset by peer" -> Errno.ECONNRESET;
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
