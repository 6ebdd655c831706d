package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings that a guest passes by address and length; paths, and what a symbolic link says. */
public final class WasiString {
  /** Longest path in bytes, as in Linux. */
  private static final int PATH_MAX = 4095;

  private WasiString() {}

  /**
   * Returns a path.
   *
   * <p>Errors: EFAULT; ENAMETOOLONG; EINVAL for a NUL in it; EILSEQ for what is not UTF-8.
   */
  public static String path(GuestMemory memory, int address, int length) throws ErrnoException {
    memory.check(address, length);
    if (Integer.compareUnsigned(length, PATH_MAX) > 0) {
      throw Errno.ENAMETOOLONG.exception();
    }
    byte[] bytes = new byte[length];
    memory.getBytes(address, bytes);
    boolean ascii = true;
    for (byte b : bytes) {
      if (b == 0) {
        throw Errno.EINVAL.exception();
      }
      ascii &= b > 0;
    }
    return ascii ? new String(bytes, StandardCharsets.ISO_8859_1) : decode(bytes);
  }

  /** Returns the text that bytes are; EILSEQ for what is not UTF-8. */
  public static String decode(byte[] bytes) throws ErrnoException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Errno.EILSEQ.exception();
    }
  }
}
