package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Vfs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The texts of a container's files about names. They are read anew for each question, which takes
 * microseconds where an answer takes milliseconds: engines rewrite them while a container runs.
 */
final class EtcFiles {
  private final Vfs vfs;
  private final SpareBuffer spare;

  /** Null until the texts are frozen; never changed after. */
  private volatile Map<EtcFile, String> frozen;

  EtcFiles(Vfs vfs, SpareBuffer spare) {
    this.vfs = vfs;
    this.spare = spare;
  }

  /** Reads all files now, and never again. */
  void freeze(Caller caller) {
    Map<EtcFile, String> texts = new EnumMap<>(EtcFile.class);
    for (EtcFile file : EtcFile.values()) {
      texts.put(file, readNow(caller, file));
    }
    frozen = texts;
  }

  /**
   * Returns a file's text, a character for each byte; of a longer file its beginning, and nothing
   * of one that is missing, not regular or that the caller may not read.
   *
   * <p>Blocking: on the file system.
   */
  String read(Caller caller, EtcFile file) {
    Map<EtcFile, String> texts = frozen;
    return texts == null ? readNow(caller, file) : texts.get(file);
  }

  private String readNow(Caller caller, EtcFile file) {
    try {
      Inode inode = vfs.walker(caller).resolve(file.path());
      if (inode.type() != FileType.REGULAR) {
        return "";
      }
      FileDescription description = inode.open(caller, OpenFlags.READ);
      ByteBuffer buffer = spare.take();
      try {
        return read(caller, description, buffer, file.mostBytes());
      } finally {
        spare.giveBack(buffer);
        description.drop();
      }
    } catch (ErrnoException e) {
      return "";
    }
  }

  private static String read(Caller caller, FileDescription file, ByteBuffer buffer, int mostBytes)
      throws ErrnoException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[buffer.capacity()];
    int count;
    do {
      buffer.clear().limit(Math.min(chunk.length, mostBytes - bytes.size()));
      count = (int) file.read(caller, IoSequence.of(buffer));
      buffer.get(0, chunk, 0, count);
      bytes.write(chunk, 0, count);
    } while (count > 0 && bytes.size() < mostBytes);
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
