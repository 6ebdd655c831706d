package io.jwasm.sentry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.stdio.Stdio;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.AllowList;
import io.jwasm.sentry.net.ListenAddress;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NetworkConfigException;
import io.jwasm.sentry.net.NetworkPolicy;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.vfs.Caller;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListeningSocketsTest {
  private static final Credentials USER = Credentials.of(0, 0);

  /** What was done, in this order. */
  private final List<String> done = new ArrayList<>();

  private Errno refusal;

  @Test
  void theyTakeTheFirstFreeDescriptorsInTheirOrder() throws Exception {
    FdTable fds = new FdTable(16);
    fds.install(Descriptor.unlimited(Stdio.input(StdioConfig.absent())));
    listening("tcp:0.0.0.0:80,udp:[::]:53,unix:/run/x.sock", NetworkPolicy.OPEN).install(fds, USER);
    assertThat(local(fds, 1)).isEqualTo("0.0.0.0:80");
    assertThat(local(fds, 2)).isEqualTo("[::]:53");
    assertThat(local(fds, 3)).isEqualTo("unix:/run/x.sock");
    assertThat(((Socket) fds.get(1).file()).isHandedOver()).isTrue();
    assertThat(done)
        .containsExactly(
            "addresses",
            "bind 0.0.0.0:80",
            "listen 0.0.0.0:80",
            "bind [::]:53",
            "bind unix:/run/x.sock",
            "listen unix:/run/x.sock");
  }

  @Test
  void theEnvironmentTellsHowManyThereAre() throws Exception {
    List<String> env =
        List.of("A=1", "LISTEN_FDS=7", "LISTEN_PID=1", "LISTEN_FDNAMES=a:b", "LISTEN_FDSX=1");
    assertThat(listening("tcp:80,tcp:81", NetworkPolicy.OPEN).environment(env))
        .containsExactly("A=1", "LISTEN_FDSX=1", "LISTEN_FDS=2");
  }

  @Test
  void withoutSocketsNothingIsChangedOrWaitedFor() throws Exception {
    List<String> env = List.of("A=1", "LISTEN_FDS=7");
    for (ListeningSockets none :
        List.of(ListeningSockets.NONE, listening("", NetworkPolicy.OPEN))) {
      FdTable fds = new FdTable(16);
      none.install(fds, USER);
      assertThat(fds.next(0)).isEqualTo(-1);
      assertThat(none.environment(env)).isSameAs(env);
    }
    assertThat(done).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EACCES | tcp:0.0.0.0:80 | cannot listen on tcp:0.0.0.0:80 (--net-listen): permission"
            + " denied: ports below 1024 need CAP_NET_BIND_SERVICE",
        "EACCES | tcp:0.0.0.0:8080 | cannot listen on tcp:0.0.0.0:8080 (--net-listen): permission"
            + " denied",
        "EACCES | unix:/run/x | cannot listen on unix:/run/x (--net-listen): permission denied",
        "EADDRINUSE | udp:[::1]:53 | cannot listen on udp:[::1]:53 (--net-listen): address already"
            + " in use: somebody else listens there",
        "EADDRINUSE | unix:/run/x | cannot listen on unix:/run/x (--net-listen): address already"
            + " in use: there is a file of that name already",
        "EADDRNOTAVAIL | tcp:10.9.8.7:80 | cannot listen on tcp:10.9.8.7:80 (--net-listen): cannot"
            + " assign requested address: it is no address of the container",
        "EAFNOSUPPORT | tcp:[::]:80 | cannot listen on tcp:[::]:80 (--net-listen): address family"
            + " not supported by protocol",
        "EMFILE | tcp:0.0.0.0:80 | cannot listen on tcp:0.0.0.0:80 (--net-listen): too many open"
            + " files"
      })
  void whatCannotBeListenedOnIsASentence(Errno errno, String address, String sentence)
      throws Exception {
    refusal = errno;
    ListeningSockets listening = listening(address, NetworkPolicy.OPEN);
    assertThatThrownBy(() -> listening.install(new FdTable(16), USER))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage(sentence);
    assertThat(done).endsWith("release");
  }

  @Test
  void thePolicyIsAskedFirst() throws Exception {
    ListeningSockets listening = listening("tcp:80", AllowList.parse("in:*:81"));
    assertThatThrownBy(() -> listening.install(new FdTable(16), USER))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage(
            "cannot listen on tcp:0.0.0.0:80 (--net-listen): io.jwasm.net.allow does not let the"
                + " program be reached there");
    assertThat(done).containsExactly("addresses");
  }

  @Test
  void withoutANetworkNobodyListens() throws Exception {
    NetworkConfig config =
        new NetworkConfig(
            "none",
            NetworkPolicy.OPEN,
            ListenAddress.parse("tcp:80"),
            "--net-listen",
            done::add,
            null);
    ListeningSockets listening = new ListeningSockets(config, Network.none());
    assertThatThrownBy(() -> listening.install(new FdTable(16), USER))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage("cannot listen on tcp:0.0.0.0:80 (--net-listen): the network is none");
  }

  @Test
  void moreSocketsThanDescriptorsIsEmfile() throws Exception {
    ListeningSockets listening = listening("tcp:80,tcp:81", NetworkPolicy.OPEN);
    assertThatThrownBy(() -> listening.install(new FdTable(1), USER))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EMFILE));
  }

  private ListeningSockets listening(String addresses, NetworkPolicy policy)
      throws NetworkConfigException {
    NetworkConfig config =
        new NetworkConfig(
            "recorded",
            policy,
            ListenAddress.parse(addresses),
            "--net-listen",
            done::add,
            () -> done.add("addresses"));
    return new ListeningSockets(
        config, new Network(new Recorded(), policy, Network.noNames(), done::add));
  }

  private static String local(FdTable fds, int fd) throws ErrnoException {
    return ((Socket) fds.get(fd).file()).localAddress().toString();
  }

  private final class Recorded implements NetworkStack {
    @Override
    public String name() {
      return "recorded";
    }

    @Override
    public Socket socket(SocketFamily family, SocketType type) {
      return new RecordedSocket(family, type);
    }
  }

  private final class RecordedSocket extends Socket {
    private SocketAddress address;

    RecordedSocket(SocketFamily family, SocketType type) {
      super(family, type);
    }

    @Override
    protected void bind(Caller caller, SocketAddress local) throws ErrnoException {
      if (refusal != null) {
        throw refusal.exception();
      }
      address = local;
      done.add("bind " + local);
    }

    @Override
    protected void listen(int backlog) {
      done.add("listen " + address);
    }

    @Override
    public SocketAddress localAddress() {
      return address;
    }

    @Override
    public void setOption(SocketOption option, long value) {}

    @Override
    protected void release() {
      done.add("release");
    }

    @Override
    public long receive(Caller caller, IoSequence dst, int flags, MessageHeader header) {
      throw new AssertionError();
    }

    @Override
    public long send(Caller caller, IoSequence src) {
      throw new AssertionError();
    }

    @Override
    public void shutdown(Shutdown how) {
      throw new AssertionError();
    }

    @Override
    public SocketAddress remoteAddress() {
      throw new AssertionError();
    }

    @Override
    public long option(SocketOption option) {
      throw new AssertionError();
    }

    @Override
    protected Socket accept(Caller caller) {
      throw new AssertionError();
    }

    @Override
    protected void connect(Caller caller, SocketAddress peer) {
      throw new AssertionError();
    }

    @Override
    protected long sendTo(Caller caller, IoSequence src, SocketAddress peer) {
      throw new AssertionError();
    }
  }
}
