package io.jwasm.sentry.host;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.lang.reflect.Constructor;
import java.nio.channels.FileChannel;

/**
 * Channels on descriptors that were open when the process started. The JDK opens only paths, and
 * the sandbox has no {@code /proc/self/fd}, so the private constructor {@code FileDescriptor(int)}
 * is used; the JVM must run with {@code --add-opens java.base/java.io=ALL-UNNAMED}.
 */
public final class InheritedFd {
  private InheritedFd() {}

  /** Returns a stream that reads the descriptor; unlike a channel it survives an interrupt. */
  public static FileInputStream stream(int fd) {
    return new FileInputStream(descriptor(fd));
  }

  /** Returns a channel that reads the descriptor; closing it closes the descriptor. */
  public static FileChannel readable(int fd) {
    return new FileInputStream(descriptor(fd)).getChannel();
  }

  /** Returns a channel that writes the descriptor; closing it closes the descriptor. */
  public static FileChannel writable(int fd) {
    return new FileOutputStream(descriptor(fd)).getChannel();
  }

  /**
   * Returns a channel that reads, writes and maps the descriptor. java.io has no class for that, so
   * the JDK's own factory is called; the JVM must run with {@code --add-exports
   * java.base/sun.nio.ch=ALL-UNNAMED}.
   */
  public static FileChannel readWritable(int fd) {
    try {
      return (FileChannel)
          Class.forName("sun.nio.ch.FileChannelImpl")
              .getMethod(
                  "open",
                  FileDescriptor.class,
                  String.class,
                  boolean.class,
                  boolean.class,
                  boolean.class,
                  boolean.class,
                  Closeable.class)
              .invoke(null, descriptor(fd), null, true, true, false, false, null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("run the JVM with --add-exports java.base/sun.nio.ch=ALL-UNNAMED", e);
    }
  }

  private static FileDescriptor descriptor(int fd) {
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      return constructor.newInstance(fd);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("run the JVM with --add-opens java.base/java.io=ALL-UNNAMED", e);
    }
  }
}
