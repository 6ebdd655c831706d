package io.jwasm.runsc.control;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * The sandbox's end of the control socket. A frame is four bytes length of the payload (big
 * endian), one byte type, and the payload.
 *
 * <p>Not thread-safe: only the thread that boots talks to the launcher.
 */
public final class LauncherChannel implements Closeable {
  /** Largest payload in bytes, as in {@code frame.h}. */
  public static final int MAX_PAYLOAD_BYTES = 256 << 20;

  private static final int HEADER_BYTES = 5;

  private final ReadableByteChannel in;
  private final WritableByteChannel out;

  /** Talks over the two directions of one socket. */
  public LauncherChannel(ReadableByteChannel in, WritableByteChannel out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Returns the next frame.
   *
   * <p>Errors: {@link EOFException} when the launcher is gone; {@link IOException} for a frame that
   * is not one of ours.
   *
   * <p>Blocking: until it is there.
   */
  public Frame read() throws IOException {
    ByteBuffer header = readFully(HEADER_BYTES);
    int length = header.getInt();
    FrameType type = FrameType.of(header.get());
    if (type == null || length < 0 || length > MAX_PAYLOAD_BYTES) {
      throw new IOException("malformed frame from the launcher");
    }
    return new Frame(type, readFully(length).array());
  }

  /** Sends a frame whose payload is the texts, separated by NUL. */
  public void send(FrameType type, String... texts) throws IOException {
    send(type, String.join("\0", texts).getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a frame. */
  public void send(FrameType type, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    frame.putInt(payload.length).put((byte) type.code()).put(payload).flip();
    writeFully(frame);
  }

  /** Sends a frame whose payload is in two parts; the second one is not copied first. */
  public void send(FrameType type, byte[] head, ByteBuffer rest) throws IOException {
    int length = Math.addExact(head.length, rest.remaining());
    ByteBuffer begin = ByteBuffer.allocate(HEADER_BYTES + head.length);
    begin.putInt(length).put((byte) type.code()).put(head).flip();
    writeFully(begin);
    writeFully(rest);
  }

  /** Returns the payload of the answer to a frame that was just sent; it must be {@code DONE}. */
  public byte[] answer() throws IOException {
    Frame frame = read();
    if (frame.type() != FrameType.DONE) {
      throw new IOException("the launcher answered " + frame.type());
    }
    return frame.payload();
  }

  /** Closes the socket: both directions are one descriptor, which must not be closed twice. */
  @Override
  public void close() throws IOException {
    in.close();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private ByteBuffer readFully(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new EOFException("the launcher is gone");
      }
    }
    return buffer.flip();
  }
}
