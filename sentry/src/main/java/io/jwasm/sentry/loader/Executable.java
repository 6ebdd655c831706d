package io.jwasm.sentry.loader;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.MemoryShortage;
import io.jwasm.sentry.platform.ModuleLimits;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.PathWalker;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The file that {@code args[0]} names, and the function in it: {@code PATH} or {@code
 * PATH#function}. A name without a slash is looked for in PATH, as {@code execvp} does. The file
 * has to be readable; an execute bit is not asked for, because images with WebAssembly often come
 * from build tools that do not set it, and nothing is gained by refusing them.
 */
public final class Executable {
  /** What a WASI command exports. */
  public static final String DEFAULT_FUNCTION = "_start";

  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Read at once: large enough for most modules, small enough for the JDK's transfer buffer. */
  private static final int CHUNK_BYTES = 1 << 20;

  private final String path;
  private final String function;
  private final byte[] bytes;

  private Executable(String path, String function, byte[] bytes) {
    this.path = path;
    this.function = function;
    this.bytes = bytes;
  }

  /** Where to look. */
  public record Search(PathWalker walker, Caller caller, String cwd, List<String> env) {}

  /**
   * Finds and reads the executable.
   *
   * @throws ExecFormatException when there is none, or it is not a WebAssembly module
   */
  public static Executable find(Search search, String arg0) throws ExecFormatException {
    Found found = locate(search, arg0);
    String function = DEFAULT_FUNCTION;
    if (found == null) {
      int hash = arg0.lastIndexOf('#');
      if (hash > 0) {
        found = locate(search, arg0.substring(0, hash));
        function = arg0.substring(hash + 1);
      }
      if (found == null) {
        throw notFound(hash > 0 ? arg0.substring(0, hash) : arg0);
      }
    }
    return read(search, found, function);
  }

  /**
   * Reads the executable at a place of the sandbox's own root; {@code arg0} says only which
   * function of it is run.
   *
   * @throws ExecFormatException when it cannot be read, or is not a WebAssembly module
   */
  public static Executable at(Search search, String place, String arg0) throws ExecFormatException {
    Found found;
    try {
      found = new Found("io.jwasm.module", HostFilesystem.at(place));
    } catch (ErrnoException e) {
      throw failed("io.jwasm.module", e.errno());
    }
    int hash = arg0.lastIndexOf('#');
    return read(search, found, hash > 0 ? arg0.substring(hash + 1) : DEFAULT_FUNCTION);
  }

  private static Executable read(Search search, Found found, String function)
      throws ExecFormatException {
    byte[] bytes = read(search, found);
    Magic.check(found.path, bytes);
    return new Executable(found.path, function, bytes);
  }

  /** Returns the absolute path at which the file was found. */
  public String path() {
    return path;
  }

  /** Returns the name of the exported function to run. */
  public String function() {
    return function;
  }

  /** Returns the file's content, a WebAssembly module by its header; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  private record Found(String path, Inode inode) {}

  private static Found locate(Search search, String name) throws ExecFormatException {
    if (name.isEmpty()) {
      throw new ExecFormatException("process.args[0] is empty: name the module to run");
    }
    if (name.indexOf('/') >= 0) {
      String path = name.charAt(0) == '/' ? name : join(search.cwd, name);
      return resolve(search, path);
    }
    String dirs = variable(search.env, "PATH");
    int start = 0;
    while (start <= dirs.length()) {
      int colon = dirs.indexOf(':', start);
      int end = colon < 0 ? dirs.length() : colon;
      Found found = inDirectory(search, dirs.substring(start, end), name);
      if (found != null) {
        return found;
      }
      start = end + 1;
    }
    return null;
  }

  private static Found inDirectory(Search search, String dir, String name)
      throws ExecFormatException {
    // POSIX: an empty part of PATH is the working directory.
    String absolute = dir.startsWith("/") ? dir : join(search.cwd, dir);
    Found found = resolve(search, join(absolute, name));
    return found == null || found.inode.type() == FileType.DIRECTORY ? null : found;
  }

  private static Found resolve(Search search, String path) throws ExecFormatException {
    try {
      return new Found(path, search.walker.resolve(path));
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return null;
      }
      throw failed(path, e.errno());
    }
  }

  private static byte[] read(Search search, Found found) throws ExecFormatException {
    if (found.inode.type() == FileType.DIRECTORY) {
      throw new ExecFormatException(found.path + ": is a directory, name the module in it");
    }
    try {
      FileDescription file = found.inode.open(search.caller, OpenFlags.READ);
      try {
        return readAll(search, file, found.path);
      } finally {
        file.drop();
      }
    } catch (ErrnoException e) {
      throw failed(found.path, e.errno());
    }
  }

  private static byte[] readAll(Search search, FileDescription file, String path)
      throws ErrnoException, ExecFormatException {
    long size = file.stat().sizeBytes();
    if (size > ModuleLimits.MAX_MODULE_BYTES) {
      throw new ExecFormatException(
          "exec format error: " + path + " is " + size + " bytes long, jwasm's limit is 256 MiB");
    }
    byte[] bytes = allocate(path, (int) size);
    ByteBuffer chunk = ByteBuffer.allocateDirect(Math.min(CHUNK_BYTES, bytes.length));
    int length = 0;
    while (length < bytes.length) {
      chunk.limit(Math.min(chunk.capacity(), bytes.length - length));
      int count = (int) file.read(search.caller, IoSequence.of(chunk));
      if (count == 0) {
        throw new ExecFormatException(path + " became shorter while it was read");
      }
      chunk.get(0, bytes, length, count);
      length += count;
    }
    return bytes;
  }

  private static byte[] allocate(String path, int size) throws ExecFormatException {
    try {
      return new byte[size];
    } catch (OutOfMemoryError e) {
      throw new ExecFormatException(path + " " + MemoryShortage.describe(e), e);
    }
  }

  private static String join(String dir, String name) {
    return dir.endsWith("/") ? dir + name : dir + "/" + name;
  }

  private static String variable(List<String> env, String name) {
    for (int i = 0; i < env.size(); i++) {
      String entry = env.get(i);
      if (entry.startsWith(name) && entry.startsWith("=", name.length())) {
        return entry.substring(name.length() + 1);
      }
    }
    return DEFAULT_PATH;
  }

  private static ExecFormatException notFound(String name) {
    return new ExecFormatException(
        name.indexOf('/') >= 0
            ? failed(name, Errno.ENOENT).getMessage()
            : name + ": not found in the container's PATH");
  }

  private static ExecFormatException failed(String path, Errno errno) {
    String remedy = errno == Errno.EACCES ? ": the container's user must be able to read it" : "";
    return new ExecFormatException(path + ": " + errno.text() + " in the container" + remedy);
  }
}
