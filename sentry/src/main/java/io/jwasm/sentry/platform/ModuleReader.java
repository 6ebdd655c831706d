package io.jwasm.sentry.platform;

/**
 * Reads numbers from a part of a module, and skips what nobody wants. Nothing is allocated, and no
 * count is believed: what is skipped has to be there.
 */
public final class ModuleReader {
  private static final int MAX_U32_BYTES = 5;
  private static final int MAX_U64_BYTES = 10;

  private final ModuleImage image;
  private final byte[] bytes;
  private int position;
  private int end;

  /** Reads a module from an index of its file on. */
  public ModuleReader(ModuleImage image, int position) {
    this.image = image;
    this.bytes = image.bytes();
    this.position = position;
    this.end = bytes.length;
  }

  /** Returns the index in the file of what is read next. */
  public int position() {
    return position;
  }

  /** Returns how many bytes there are up to the end of what may be read. */
  public int remaining() {
    return end - position;
  }

  /** Ends reading at a position that is not behind the present end; returns the present one. */
  public int limit(int newEnd) {
    int old = end;
    end = newEnd;
    return old;
  }

  /** Goes on reading somewhere else. */
  public void moveTo(int newPosition) {
    position = newPosition;
  }

  /** Reads one byte, unsigned. */
  public int readByte() throws ExecFormatException {
    if (position == end) {
      throw tooShort();
    }
    return bytes[position++] & 0xff;
  }

  /** Reads an unsigned number of 32 bits. */
  public long u32() throws ExecFormatException {
    long value = 0;
    for (int i = 0; i < MAX_U32_BYTES; i++) {
      int next = readByte();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    throw image.invalid("a number is too long", null);
  }

  /** Reads how many items follow, of which each has a byte at least. */
  int count() throws ExecFormatException {
    long count = u32();
    if (count > remaining()) {
      throw image.invalid("it claims " + count + " items where there is no room for them", null);
    }
    return (int) count;
  }

  /** Skips a number of up to 64 bits, of either sign. */
  public void skipNumber() throws ExecFormatException {
    for (int i = 0; i < MAX_U64_BYTES; i++) {
      if (readByte() < 0x80) {
        return;
      }
    }
    throw image.invalid("a number is too long", null);
  }

  /** Skips so many bytes, which have to be there. */
  public void skip(long count) throws ExecFormatException {
    if (count > remaining()) {
      throw tooShort();
    }
    position += (int) count;
  }

  ExecFormatException tooShort() {
    return image.invalid("something in it is longer than what contains it", null);
  }
}
