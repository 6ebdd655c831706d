package io.jwasm.sentry.fs.host;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A file of the sandbox's root. Every host call names one component below a directory that was
 * itself reached without following a link, and follows none itself: the walker alone does that.
 */
public final class HostInode extends Inode {
  private static final Set<? extends java.nio.file.OpenOption> READ_NOFOLLOW =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path path;
  private final FileType type;

  private HostInode(Path path, FileType type) {
    this.path = path;
    this.type = type;
  }

  /**
   * Returns the root of a mount: the directory or file at a place that the launcher made.
   *
   * <p>Errors: ENOENT; EACCES; EIO.
   */
  public static HostInode at(Path place) throws ErrnoException {
    return new HostInode(place, typeOf(place));
  }

  @Override
  public FileType type() {
    return type;
  }

  @Override
  public Inode lookup(Caller caller, String name) throws ErrnoException {
    if (type != FileType.DIRECTORY) {
      throw Errno.ENOTDIR.exception();
    }
    if (name.indexOf('\0') >= 0 || name.indexOf('/') >= 0) {
      throw Errno.EINVAL.exception();
    }
    Path child;
    try {
      child = path.resolve(name);
    } catch (InvalidPathException e) {
      // The JVM's file name encoding has no bytes for it, so no such file can have been made.
      throw Errno.EILSEQ.exception();
    }
    return new HostInode(child, typeOf(child));
  }

  @Override
  public String readLink() throws ErrnoException {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
  }

  @Override
  public FileDescription openForReading(Caller caller) throws ErrnoException {
    switch (type) {
      case REGULAR -> {}
      case DIRECTORY -> throw Errno.EISDIR.exception();
      case SYMLINK -> throw Errno.ELOOP.exception();
      // Opening a FIFO of the image would block for ever, a device might do anything.
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> throw Errno.ENXIO.exception();
    }
    try {
      return new HostFile(FileChannel.open(path, READ_NOFOLLOW));
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
  }

  private static FileType typeOf(Path path) throws ErrnoException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
    if (attributes.isRegularFile()) {
      return FileType.REGULAR;
    }
    if (attributes.isDirectory()) {
      return FileType.DIRECTORY;
    }
    // java.nio does not tell devices, FIFOs and sockets apart without asking again; none of them
    // can be opened here, so the harmless one stands for all.
    return attributes.isSymbolicLink() ? FileType.SYMLINK : FileType.CHARACTER_DEVICE;
  }
}
