package io.jwasm.runsc.container.posix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** JNA's direct mapping: the static native methods are bound once, without a proxy per call. */
final class Libc {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EWOULDBLOCK = 11;

  static {
    Native.register(Libc.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  static native int open(String path, int flags) throws LastErrorException;

  static native int flock(int descriptor, int operation) throws LastErrorException;

  static native long write(int descriptor, byte[] bytes, long length) throws LastErrorException;

  static native long pread(int descriptor, byte[] bytes, long length, long offset)
      throws LastErrorException;

  static native int close(int descriptor);
}
