package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NetworkPolicy;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message of 64 bytes to another thread and back: over the sandbox's own stack, and over the
 * host's TCP on its loopback. Both threads need a processor of their own to show what either is
 * worth.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class RoundTripBenchmark {
  private static final int BYTES = 64;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
  private final Task task = task();
  private Socket client;
  private SocketChannel hostClient;

  private static Task task() {
    Kernel kernel = new Kernel(Clock.host(), RandomSource.secureRandom(), null);
    ProcessImage image = new ProcessImage(List.of("m"), List.of());
    return new Task(
        new ThreadGroup(image, new FdTable(16), kernel, Credentials.of(0, 0)), null);
  }

  /** What the other thread does. */
  private interface Echo {
    void run() throws Exception;
  }

  private static void start(Echo echo) {
    Thread thread =
        new Thread(
            () -> {
              try {
                echo.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Setup
  public void connect() throws Exception {
    Network network =
        new Network(
            new LoopbackNetwork(MemoryLimit.none()), NetworkPolicy.OPEN, null, sentence -> {});
    Socket listener = network.socket(SocketFamily.INET, SocketType.STREAM);
    network.bind(task, listener, new SocketAddress.Inet(IpAddressText.parse("127.0.0.1"), 0));
    network.listen(listener, 1);
    client = network.socket(SocketFamily.INET, SocketType.STREAM);
    network.connect(task, client, listener.localAddress());
    Socket server = network.accept(task, listener);
    start(() -> echo(server));
  }

  private static void echo(Socket server) throws Exception {
    Task other = task();
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    while (server.read(other, IoSequence.of(bytes)) > 0) {
      server.write(other, IoSequence.of(bytes));
    }
  }

  @Setup
  public void connectHost() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      hostClient = SocketChannel.open(listener.getLocalAddress());
      SocketChannel server = listener.accept();
      hostClient.setOption(StandardSocketOptions.TCP_NODELAY, true);
      server.setOption(StandardSocketOptions.TCP_NODELAY, true);
      start(() -> echo(server));
    }
  }

  private static void echo(SocketChannel server) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    while (server.read(bytes.clear()) > 0) {
      server.write(bytes.flip());
    }
  }

  @TearDown
  public void close() throws Exception {
    client.drop();
    hostClient.close();
  }

  @Benchmark
  public long sandbox() throws Exception {
    client.write(task, IoSequence.of(buffer));
    return client.read(task, IoSequence.of(buffer));
  }

  @Benchmark
  public long host() throws Exception {
    hostClient.write(buffer.clear());
    return hostClient.read(buffer.clear());
  }
}
