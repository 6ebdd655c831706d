package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.net.host.HostNetwork;
import io.jwasm.sentry.vfs.EmptyDirectory;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.Vfs;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names of the UNIX domain in a tree of the host:
 *
 * <pre>
 *  /          the tree
 *  /run/      its directory
 *  /link   -> run
 *  /ro/       the tree's "read", read-only
 *  /made/     the sentry's own
 * </pre>
 */
final class HostUnixTest extends SocketContract {
  @TempDir Path root;
  private NetworkStack stack;

  @BeforeEach
  void makeTree() throws Exception {
    Files.createDirectory(root.resolve("run"));
    Files.createDirectory(root.resolve("read"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("run"));
    MountNamespace namespace =
        new MountNamespace(new Mount(HostFilesystem.at(root.toString()), false, "none", "bind"));
    String read = root.resolve("read").toString();
    namespace.mount(KERNEL, "/ro", new Mount(HostFilesystem.at(read), true, "none", "bind"));
    namespace.mount(KERNEL, "/made", new Mount(new EmptyDirectory(), false, "none", "tmpfs"));
    stack = new HostNetwork(new Vfs(namespace));
  }

  @Override
  NetworkStack stack() {
    return stack;
  }

  private Socket listening(String path) throws ErrnoException {
    Socket socket = socket(SocketFamily.UNIX, SocketType.STREAM);
    network().bind(KERNEL, socket, unix(path));
    network().listen(socket, 1);
    return socket;
  }

  private static SocketAddress unix(String path) {
    return new SocketAddress.Unix(path);
  }

  @Test
  void aNameLeadsThroughLinksAndIsToldWithoutThem() throws Exception {
    Socket listener = listening("/link/x.sock");
    assertThat(listener.localAddress()).isEqualTo(unix("/run/x.sock"));
    Socket client = socket(SocketFamily.UNIX, SocketType.STREAM);
    connect(client, unix("/run/../link/./x.sock"));
    Socket server = closedAtEnd(start(task -> network().accept(task, listener)).result());
    assertThat(client.remoteAddress()).isEqualTo(unix("/run/x.sock"));
    assertThat(server.localAddress()).isEqualTo(unix("/run/x.sock"));
    assertThat(server.remoteAddress()).isEqualTo(unix(""));
    assertThat(client.localAddress()).isEqualTo(unix(""));
    send(client, "abc");
    assertThat(receive(server, 100)).isEqualTo("abc");
  }

  @Test
  void aClientOutsideIsServed() throws Exception {
    Socket listener = listening("/run/x.sock");
    TestProcess<String> server =
        start(
            task -> {
              Socket accepted = closedAtEnd(network().accept(task, listener));
              assertThat(accepted.remoteAddress()).isEqualTo(unix(""));
              return receive(task, accepted, 100, 0, null);
            });
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(root.resolve("run/x.sock")));
      client.write(ByteBuffer.wrap(new byte[] {65, 66}));
      assertThat(server.result()).isEqualTo("AB");
    }
  }

  @Test
  void theNameHasTheModeThatTheUmaskLeaves() throws Exception {
    Socket socket = socket(SocketFamily.UNIX, SocketType.STREAM);
    network().bind(new Credentials(0, 0, new int[0], 0027), socket, unix("/run/x.sock"));
    int mode = (int) Files.getAttribute(root.resolve("run/x.sock"), "unix:mode") & 0777;
    // Not more than that: the umask of this JVM takes its own part.
    assertThat(mode & 0027).isZero();
    assertThat(mode & 0700).isEqualTo(0700);
  }

  @Test
  void datagramsCanBeAnsweredByName() throws Exception {
    Socket here = named("/run/here");
    Socket there = named("/run/there");
    network().sendTo(KERNEL, here, bytes("abc"), unix("/run/there"));
    MessageHeader header = new MessageHeader();
    assertThat(receive(there, 2, 0, header)).isEqualTo("ab");
    assertThat(header.truncated()).isTrue();
    assertThat(header.source()).isEqualTo(unix("/run/here"));
    network().sendTo(KERNEL, there, bytes("de"), header.source());
    assertThat(receive(here, 100)).isEqualTo("de");
    Socket nameless = socket(SocketFamily.UNIX, SocketType.DGRAM);
    network().sendTo(KERNEL, nameless, bytes("f"), unix("/run/here"));
    assertThat(receive(here, 100, 0, header)).isEqualTo("f");
    assertThat(header.source()).isEqualTo(unix(""));
  }

  private Socket named(String path) throws ErrnoException {
    Socket socket = socket(SocketFamily.UNIX, SocketType.DGRAM);
    network().bind(KERNEL, socket, unix(path));
    return socket;
  }

  @Test
  void aSenderWaitsForAReceiverWhoseQueueIsFull() throws Exception {
    Socket there = named("/run/there");
    Socket here = socket(SocketFamily.UNIX, SocketType.DGRAM);
    nonblocking(here);
    int[] sent = new int[1];
    assertThatThrownBy(
            () -> {
              while (true) {
                network().sendTo(KERNEL, here, bytes("x"), unix("/run/there"));
                sent[0]++;
              }
            })
        .isSameAs(Errno.EAGAIN.exception());
    here.setStatusFlags(0);
    TestProcess<Long> sender =
        startBlocked(caller -> network().sendTo(caller, here, bytes("y"), unix("/run/there")));
    assertThat(receive(there, 100)).isEqualTo("x");
    assertThat(sender.result()).isEqualTo(1);
    here.setOption(SocketOption.SEND_TIMEOUT, 3_000_000);
    assertThat(start(task -> network().sendTo(task, here, bytes("z"), unix("/run/there"))).errno())
        .isEqualTo(Errno.EAGAIN);
  }

  @Test
  void connectWaitsWhileAsManyWaitAsMay() throws Exception {
    Socket listener = listening("/run/x.sock");
    Socket[] clients = new Socket[3];
    for (int i = 0; i < 3; i++) {
      clients[i] = socket(SocketFamily.UNIX, SocketType.STREAM);
    }
    connect(clients[0], unix("/run/x.sock"));
    connect(clients[1], unix("/run/x.sock"));
    TestProcess<Integer> third =
        startBlocked(
            caller -> {
              network().connect(caller, clients[2], unix("/run/x.sock"));
              return 0;
            });
    closedAtEnd(start(task -> network().accept(task, listener)).result());
    assertThat(third.result()).isZero();
  }

  @Test
  void aFileOfThatNameIsInTheWay() throws Exception {
    listening("/run/x.sock");
    Files.createFile(root.resolve("file"));
    for (String path :
        new String[] {"/run/x.sock", "/link/x.sock", "/file", "/link", "/run", "/"}) {
      Socket socket = socket(SocketFamily.UNIX, SocketType.STREAM);
      assertThatThrownBy(() -> network().bind(KERNEL, socket, unix(path)))
          .isSameAs(Errno.EADDRINUSE.exception());
    }
  }

  @Test
  void aNameCannotBeMadeEverywhere() throws Exception {
    bindFails("/ro/x.sock", Errno.EROFS);
    bindFails("/made/x.sock", Errno.ENOTSUP);
    bindFails("/missing/x.sock", Errno.ENOENT);
    bindFails("/new/", Errno.ENOENT);
    bindFails("", Errno.ENOENT);
    bindFails("/run/" + "x".repeat(108), Errno.ENAMETOOLONG);
    bindFails("/run/" + "x".repeat(300), Errno.ENAMETOOLONG);
  }

  private void bindFails(String path, Errno errno) throws Exception {
    Socket socket = socket(SocketFamily.UNIX, SocketType.STREAM);
    assertThatThrownBy(() -> network().bind(KERNEL, socket, unix(path)))
        .isSameAs(errno.exception());
  }

  @Test
  void whereNobodyListensNobodyIsReached() throws Exception {
    Files.createFile(root.resolve("file"));
    close(listening("/run/x.sock"));
    connectFails("/run/x.sock", Errno.ECONNREFUSED);
    connectFails("/file", Errno.ECONNREFUSED);
    connectFails("/made", Errno.ECONNREFUSED);
    connectFails("/run/missing", Errno.ENOENT);
    connectFails("", Errno.ENOENT);
    named("/run/datagrams");
    connectFails("/run/datagrams", Errno.EPROTOTYPE);
  }

  private void connectFails(String path, Errno errno) throws Exception {
    Socket socket = socket(SocketFamily.UNIX, SocketType.STREAM);
    assertThatThrownBy(() -> network().connect(KERNEL, socket, unix(path)))
        .isSameAs(errno.exception());
  }
}
