package io.jwasm.sentry.host;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pipe of the host, one end of which is tested by its number and the other used by the test. */
public final class HostPipe implements AutoCloseable {
  /** How it comes into being, on which depends what the host can do with it. */
  public enum Kind {
    ANONYMOUS,
    FIFO,
    NONBLOCKING_FIFO
  }

  /** How much an empty one takes. */
  public static final int CAPACITY = 65_536;

  public final int sourceFd;
  public final int sinkFd;
  private final ReadableByteChannel source;
  private final WritableByteChannel sink;

  private HostPipe(ReadableByteChannel source, int sourceFd, WritableByteChannel sink, int sinkFd) {
    this.source = source;
    this.sourceFd = sourceFd;
    this.sink = sink;
    this.sinkFd = sinkFd;
  }

  public static HostPipe open(Kind kind) throws Exception {
    if (kind == Kind.ANONYMOUS) {
      Pipe pipe = Pipe.open();
      return new HostPipe(pipe.source(), number(pipe.source()), pipe.sink(), number(pipe.sink()));
    }
    Path directory = Files.createTempDirectory("fifo");
    Path fifo = directory.resolve("fifo");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    // Who opens both ends waits for nobody.
    RandomAccessFile both = new RandomAccessFile(fifo.toFile(), "rw");
    try {
      FileInputStream in = new FileInputStream(fifo.toFile());
      FileOutputStream out = new FileOutputStream(fifo.toFile());
      HostPipe pipe =
          new HostPipe(
              in.getChannel(), InheritedFdNumber.of(in.getFD()),
              out.getChannel(), InheritedFdNumber.of(out.getFD()));
      if (kind == Kind.NONBLOCKING_FIFO) {
        HostKernel.setFlags(pipe.sourceFd, HostConstants.O_NONBLOCK);
        HostKernel.setFlags(pipe.sinkFd, HostConstants.O_NONBLOCK);
      }
      return pipe;
    } finally {
      both.close();
      Files.delete(fifo);
      Files.delete(directory);
    }
  }

  private static int number(Channel channel) throws ReflectiveOperationException {
    return (int) Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(channel);
  }

  /** Writes text into it, which fits. */
  public void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      sink.write(bytes);
    }
  }

  /** Fills it to the last byte. */
  public void fill() throws IOException {
    write("x".repeat(CAPACITY));
  }

  /** Reads so many bytes, waiting for them; less at the end. */
  public byte[] read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int[] wait = {sourceFd, HostConstants.POLLIN};
    while (bytes.hasRemaining()) {
      HostKernel.poll(wait, 1, -1);
      if (source.read(bytes) < 0) {
        break;
      }
    }
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }

  public void closeSource() throws IOException {
    source.close();
  }

  public void closeSink() throws IOException {
    sink.close();
  }

  @Override
  public void close() throws IOException {
    closeSource();
    closeSink();
  }
}
