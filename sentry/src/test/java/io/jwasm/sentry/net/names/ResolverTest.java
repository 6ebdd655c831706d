package io.jwasm.sentry.net.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.NoNetwork;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class ResolverTest {
  private static final Caller CALLER = new ChannelNetwork.Waiter();

  @TempDir private Path root;

  private final ChannelNetwork network = new ChannelNetwork();
  private final Zone zone = new Zone();
  private final Zone lies = new Zone();
  private DnsServer server;
  private DnsServer second;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectory(root.resolve("etc"));
    server = DnsServer.start("127.0.0.1", 0, zone);
    second = DnsServer.start("127.0.0.2", server.port(), zone);
    zone.with("web.example.", "192.0.2.1");
    zone.with("dual.example.", "2001:db8::1").with("dual.example.", "192.0.2.2");
    zone.with("six.example.", "2001:db8::6");
    lies.with("web.example.", "6.6.6.6");
    put("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
  }

  @AfterEach
  void nothingIsLeftOpen() throws Exception {
    server.close();
    second.close();
    assertThat(network.open()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "web.example, , 192.0.2.1",
    "web.example., , 192.0.2.1",
    "WEB.Example, INET, 192.0.2.1",
    "dual.example, , '192.0.2.2, 2001:db8::1'",
    "dual.example, INET, 192.0.2.2",
    "dual.example, INET6, 2001:db8::1",
    "six.example, , 2001:db8::6"
  })
  void aNameIsAskedOfTheServer(String name, SocketFamily family, String addresses)
      throws Exception {
    assertThat(lookUp(name, family)).isEqualTo(addresses);
  }

  @Test
  void bothFamiliesAreAskedForOnce() throws Exception {
    lookUp("dual.example", null);
    assertThat(server.asked()).containsExactly("A dual.example.", "AAAA dual.example.");
    assertThat(second.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, , 1.2.3.4",
    "::1, , ::1",
    "fe80::1%3, INET6, fe80::1%3",
    "localhost, , '127.0.0.1, ::1'",
    "LOCALHOST., INET, 127.0.0.1",
    "my.localhost, INET6, ::1"
  })
  void nobodyIsAskedForAddressesAndLocalhost(String name, SocketFamily family, String addresses)
      throws Exception {
    put("hosts", "6.6.6.6 localhost my.localhost 1.2.3.4\n");
    assertThat(lookUp(name, family)).isEqualTo(addresses);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void anAddressOfAnotherFamilyIsNone() {
    assertErrno("1.2.3.4", SocketFamily.INET6, Errno.ENOENT);
    assertErrno("::1", SocketFamily.INET, Errno.ENOENT);
    assertErrno("web.example", SocketFamily.INET6, Errno.ENOENT);
    assertErrno("web.example", SocketFamily.UNIX, Errno.EINVAL);
  }

  @Test
  void whatIsNoNameIsAskedOfNobody() {
    assertErrno("a".repeat(4096), null, Errno.ENAMETOOLONG);
    assertErrno("a.".repeat(2048), null, Errno.ENAMETOOLONG);
    assertErrno("a".repeat(64) + ".example", null, Errno.ENAMETOOLONG);
    for (String name : List.of("", ".", "a b", "a\0.example", "a..b", "127.1", "\u00fc.example")) {
      assertErrno(name, null, Errno.EINVAL);
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aNameThatIsNotThereIsFinal() {
    assertErrno("nope.example", null, Errno.ENOENT);
    assertThat(server.asked()).containsExactly("A nope.example.", "AAAA nope.example.");
    assertThat(second.asked()).isEmpty();
  }

  @Test
  void hostsComeFirst() throws Exception {
    put(
        "hosts",
        """
        # a comment
        2001:db8::9\tbox.example Box   # another one
        10.0.0.9 box.example
        10.0.0.10 box.example other
        nonsense box.example
        10.0.0.11""");
    assertThat(lookUp("box", null)).isEqualTo("2001:db8::9");
    assertThat(lookUp("BOX.example.", null)).isEqualTo("10.0.0.9, 10.0.0.10, 2001:db8::9");
    assertThat(lookUp("box.example", SocketFamily.INET6)).isEqualTo("2001:db8::9");
    assertThat(server.asked()).isEmpty();
    // As glibc: a family that the file does not have is asked for.
    assertErrno("other", SocketFamily.INET6, Errno.ENOENT);
    assertThat(server.asked()).containsExactly("AAAA other.");
  }

  @Test
  void aFileIsReadAnew() throws Exception {
    put("hosts", "10.0.0.1 box\n");
    Resolver resolver = resolver();
    assertThat(text(resolver.lookUp(CALLER, "box", null))).isEqualTo("10.0.0.1");
    put("hosts", "10.0.0.2 box\n");
    assertThat(text(resolver.lookUp(CALLER, "box", null))).isEqualTo("10.0.0.2");
  }

  @Test
  void aFrozenFileIsNot() throws Exception {
    put("hosts", "10.0.0.1 box\n");
    Resolver resolver = resolver();
    resolver.freeze(CALLER);
    put("hosts", "10.0.0.2 box web.example\n");
    put("resolv.conf", "nameserver 127.0.0.2\n");
    assertThat(text(resolver.lookUp(CALLER, "box", null))).isEqualTo("10.0.0.1");
    assertThat(text(resolver.lookUp(CALLER, "web.example", null))).isEqualTo("192.0.2.1");
    assertThat(second.asked()).isEmpty();
  }

  @Test
  void filesThatAreNoneAreEmpty() throws Exception {
    Files.createDirectory(root.resolve("etc/hosts"));
    Files.createSymbolicLink(root.resolve("etc/nsswitch.conf"), Path.of("nsswitch.conf"));
    Files.createDirectory(root.resolve("etc/services"));
    assertThat(lookUp("web.example", null)).isEqualTo("192.0.2.1");
    assertThat(resolver().port(CALLER, "http", SocketType.STREAM)).isEqualTo(-1);
  }

  @Test
  void aFileIsReadToItsBound() throws Exception {
    put("hosts", "#".repeat(4 << 20) + "\n10.0.0.1 box\n");
    assertErrno("box", null, Errno.ENOENT);
    put("hosts", "#".repeat((4 << 20) - 20) + "\n10.0.0.1 box\n");
    assertThat(lookUp("box", null)).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "hosts: files dns, 10.0.0.1",
    "hosts: dns files, 192.0.2.1",
    "hosts: dns, 192.0.2.1",
    "hosts:dns, 192.0.2.1",
    "hosts: files, 10.0.0.1",
    "hosts: mdns4_minimal [NOTFOUND=return] dns, 192.0.2.1",
    "hosts: resolve [!UNAVAIL=return] files dns, 10.0.0.1",
    "hosts: myhostname, 10.0.0.1",
    "passwd: files, 10.0.0.1",
    "'', 10.0.0.1"
  })
  void nsswitchSaysInWhichOrder(String line, String addresses) throws Exception {
    put("nsswitch.conf", "# comment\n" + line + "\n");
    put("hosts", "10.0.0.1 web.example\n");
    assertThat(lookUp("web.example", null)).isEqualTo(addresses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files",
        "files [NOTFOUND=return] dns",
        "files [ TRYAGAIN=continue NotFound=Return ] dns"
      })
  void nsswitchMayKeepServersOut(String services) throws Exception {
    put("nsswitch.conf", "hosts: " + services + "\n");
    assertErrno("web.example", null, Errno.ENOENT);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void hostsAreAskedAfterServersThatFail() throws Exception {
    put("nsswitch.conf", "hosts: dns files\n");
    put("hosts", "10.0.0.1 web.example\n");
    server.says(query -> code(query, Rcode.SERVFAIL));
    assertThat(lookUp("web.example", null)).isEqualTo("10.0.0.1");
    assertErrno("other.example", null, Errno.EAGAIN);
  }

  @ParameterizedTest
  @CsvSource({
    // options; name; questions until there is such a name
    "'', web, 'web.a.test., web.example.'",
    "'', web.example, web.example.",
    "ndots:2, web.example, 'web.example.a.test., web.example.example., web.example.'",
    "ndots:0, web, 'web., web.a.test., web.example.'",
    "ndots:99, web.example., web.example."
  })
  void theSearchListIsTried(String options, String name, String asked) throws Exception {
    put(
        "resolv.conf",
        "nameserver 127.0.0.1\nsearch a.test example .\noptions timeout:1 " + options + "\n");
    assertThat(lookUp(name, SocketFamily.INET)).isEqualTo("192.0.2.1");
    assertThat(String.join(", ", server.asked()).replace("A ", "")).isEqualTo(asked);
  }

  @Test
  void aSearchGoesOnAfterAServerThatFails() throws Exception {
    put("resolv.conf", "nameserver 127.0.0.1\nsearch broken.test example\noptions attempts:1\n");
    server.says(
        query ->
            query.getQuestion().getName().toString().contains("broken")
                ? code(query, Rcode.SERVFAIL)
                : zone.answer(query));
    assertThat(lookUp("web", SocketFamily.INET)).isEqualTo("192.0.2.1");
    assertErrno("nope", SocketFamily.INET, Errno.EAGAIN);
  }

  @Test
  void aCandidateThatIsTooLongIsLeftOut() throws Exception {
    String longest = ("l".repeat(63) + ".").repeat(3) + "l".repeat(60);
    put("resolv.conf", "nameserver 127.0.0.1\nsearch example\noptions ndots:9\n");
    assertErrno(longest, SocketFamily.INET, Errno.ENOENT);
    assertThat(server.asked()).containsExactly("A " + longest + ".");
  }

  @Test
  void aliasesAreFollowed() throws Exception {
    zone.with("www.example.", "cdn.example.").with("cdn.example.", "web.example.");
    assertThat(lookUp("www.example", null)).isEqualTo("192.0.2.1");
  }

  @Test
  void addressesOfOthersDoNotCount() throws Exception {
    server.says(
        query -> {
          Message reply = zone.reply(query);
          for (Record stray :
              lies.reply(query("web.example.", Type.A)).getSection(Section.ANSWER)) {
            reply.addRecord(
                Record.fromString(
                    Name.fromString("stray.example."),
                    Type.A,
                    DClass.IN,
                    60,
                    stray.rdataToString(),
                    Name.root),
                Section.ANSWER);
          }
          return List.of(reply.toWire());
        });
    assertThat(lookUp("web.example", null)).isEqualTo("192.0.2.1");
    assertErrno("nope.example", null, Errno.ENOENT);
  }

  @Test
  void aLoopOfAliasesMakesNoSense() throws Exception {
    zone.with("a.example.", "b.example.").with("b.example.", "a.example.");
    assertErrno("a.example", SocketFamily.INET, Errno.EIO);
  }

  @Test
  void aliasesAreFollowedSoFar() throws Exception {
    for (int i = 0; i < 17; i++) {
      zone.with("c" + i + ".example.", "c" + (i + 1) + ".example.");
    }
    zone.with("c17.example.", "192.0.2.17");
    assertErrno("c0.example", SocketFamily.INET, Errno.EIO);
    assertThat(lookUp("c1.example", SocketFamily.INET)).isEqualTo("192.0.2.17");
  }

  @Test
  void aliasesWithoutAnAddressAreNoAddress() throws Exception {
    zone.with("dead.example.", "gone.example.");
    assertErrno("dead.example", null, Errno.ENOENT);
  }

  @Test
  void addressesAreBoundedInNumber() throws Exception {
    for (int i = 0; i < 200; i++) {
      zone.with("many.example.", "192.0.3." + i);
    }
    server.says(
        query -> {
          Message reply = DnsServer.reply(query);
          reply.getHeader().setFlag(Flags.TC);
          return List.of(reply.toWire());
        });
    assertThat(resolver().lookUp(CALLER, "many.example", SocketFamily.INET))
        .hasSize(Resolver.MOST_ADDRESSES);
    assertThat(server.asked()).containsExactly("A many.example.", "TCP A many.example.");
  }

  @Test
  void aLongAnswerComesInPieces() throws Exception {
    for (int i = 0; i < 2000; i++) {
      zone.with("long.example.", "10." + i / 256 + "." + i % 256 + ".1");
    }
    server.says(query -> truncated(query));
    assertThat(resolver().lookUp(CALLER, "long.example", SocketFamily.INET))
        .hasSize(Resolver.MOST_ADDRESSES);
  }

  @Test
  void aStreamThatEndsEarlyIsNoAnswer() {
    server.says(query -> truncated(query));
    server.saysOnStreams(query -> List.of());
    assertErrno("web.example", SocketFamily.INET, Errno.EAGAIN);
  }

  @Test
  void anAnswerIsCheckedOnAStreamToo() {
    server.says(query -> truncated(query));
    server.saysOnStreams(
        query -> List.of(withId(lies.reply(query), query.getHeader().getID() ^ 1)));
    assertErrno("web.example", SocketFamily.INET, Errno.EAGAIN);
    server.saysOnStreams(query -> truncated(query));
    assertErrno("web.example", SocketFamily.INET, Errno.EAGAIN);
  }

  @Test
  void aForgedAnswerIsNotTaken() throws Exception {
    server.forgedBy(lies);
    assertThat(lookUp("web.example", SocketFamily.INET)).isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "name",
        "type",
        "class",
        "no question",
        "two",
        "query",
        "opcode",
        "empty",
        "short"
      })
  void anAnswerToSomethingElseIsNotTaken(String lie) throws Exception {
    server.says(
        query -> {
          List<byte[]> answers = new ArrayList<>(List.of(lie(lie, query)));
          answers.addAll(zone.answer(query));
          return answers;
        });
    assertThat(lookUp("web.example", SocketFamily.INET)).isEqualTo("192.0.2.1");
  }

  private byte[] lie(String what, Message query) throws IOException {
    Message reply = lies.reply(query);
    Record asked = query.getQuestion();
    Name other = Name.fromString("other.example.");
    switch (what) {
      case "id" -> reply.getHeader().setID(query.getHeader().getID() ^ 0x100);
      case "name" -> ask(reply, Record.newRecord(other, Type.A, DClass.IN));
      case "type" -> ask(reply, Record.newRecord(asked.getName(), Type.MX, DClass.IN));
      case "class" -> ask(reply, Record.newRecord(asked.getName(), Type.A, DClass.CH));
      case "no question" -> reply.removeAllRecords(Section.QUESTION);
      case "two" -> reply.addRecord(asked, Section.QUESTION);
      case "query" -> reply.getHeader().unsetFlag(Flags.QR);
      case "opcode" -> reply.getHeader().setOpcode(Opcode.NOTIFY);
      case "empty" -> {
        return new byte[0];
      }
      default -> {
        return Arrays.copyOf(reply.toWire(), 11);
      }
    }
    return reply.toWire();
  }

  private static void ask(Message reply, Record question) {
    reply.removeAllRecords(Section.QUESTION);
    reply.addRecord(question, Section.QUESTION);
  }

  @Test
  void aServerThatFailsIsFollowedByTheNext() throws Exception {
    twoServers("timeout:1 attempts:1");
    for (int code : new int[] {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP, Rcode.FORMERR}) {
      server.says(query -> code(query, code));
      assertThat(lookUp("web.example", null)).isEqualTo("192.0.2.1");
    }
  }

  @Test
  void garbageIsFollowedByTheNext() throws Exception {
    twoServers("timeout:1 attempts:1");
    server.says(query -> garbage(query));
    assertThat(lookUp("web.example", null)).isEqualTo("192.0.2.1");
    second.says(query -> garbage(query));
    assertErrno("web.example", null, Errno.EIO);
  }

  @Test
  void aReferralIsFollowedByTheNext() throws Exception {
    twoServers("timeout:1 attempts:1");
    server.says(
        query -> {
          Message reply = DnsServer.reply(query);
          reply.getHeader().unsetFlag(Flags.RA);
          return List.of(reply.toWire());
        });
    assertThat(lookUp("web.example", null)).isEqualTo("192.0.2.1");
  }

  @Test
  void silenceIsFollowedByTheNext() throws Exception {
    twoServers("timeout:1 attempts:1");
    server.says(query -> List.of());
    assertThat(lookUp("web.example", null)).isEqualTo("192.0.2.1");
  }

  @Test
  void allServersAreAskedSoOften() throws Exception {
    twoServers("timeout:1 attempts:2");
    server.says(query -> List.of());
    second.says(query -> code(query, Rcode.SERVFAIL));
    assertErrno("web.example", SocketFamily.INET, Errno.EAGAIN);
    assertThat(server.asked()).containsExactly("A web.example.", "A web.example.");
    assertThat(second.asked()).containsExactly("A web.example.", "A web.example.");
  }

  @Test
  void silenceEndsASearch() throws Exception {
    put(
        "resolv.conf",
        "nameserver 127.0.0.1\nsearch a.test b.test\noptions timeout:1 attempts:1 ndots:5\n");
    server.says(query -> List.of());
    assertErrno("web.example", SocketFamily.INET, Errno.EAGAIN);
    assertThat(server.asked()).containsExactly("A web.example.a.test.");
  }

  @Test
  void serversTakeTurns() throws Exception {
    twoServers("timeout:1 attempts:1 rotate");
    Resolver resolver = resolver();
    for (int i = 0; i < 4; i++) {
      resolver.lookUp(CALLER, "web.example", SocketFamily.INET);
    }
    assertThat(server.asked()).hasSize(2);
    assertThat(second.asked()).hasSize(2);
  }

  @Test
  void anAddressInTheHandIsEnough() throws Exception {
    twoServers("timeout:1 attempts:2");
    server.says(query -> query.getQuestion().getType() == Type.A ? zone.answer(query) : List.of());
    assertThat(lookUp("dual.example", null)).isEqualTo("192.0.2.2");
    assertThat(second.asked()).isEmpty();
  }

  @Test
  void oneFamilyThatFailsIsNoName() throws Exception {
    server.says(
        query ->
            query.getQuestion().getType() == Type.A
                ? zone.answer(query)
                : code(query, Rcode.SERVFAIL));
    assertThat(lookUp("web.example", null)).isEqualTo("192.0.2.1");
    assertErrno("nope.example", null, Errno.EAGAIN);
  }

  @Test
  void withoutANetworkOnlyTheFilesKnow() throws Exception {
    put("hosts", "10.0.0.1 box\n");
    Resolver resolver =
        new Resolver(vfs(), new NoNetwork(), RandomSource.secureRandom(), Clock.host());
    assertThat(text(resolver.lookUp(CALLER, "box", null))).isEqualTo("10.0.0.1");
    assertThatThrownBy(() -> resolver.lookUp(CALLER, "web.example", null))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
  }

  @Test
  void whoIsKilledStopsAsking() {
    Caller killed =
        new Caller() {
          @Override
          public int uid() {
            return 0;
          }

          @Override
          public int gid() {
            return 0;
          }

          @Override
          public boolean block(Waitable object, int mask, long timeoutNanos) throws ErrnoException {
            throw Errno.EINTR.exception();
          }
        };
    assertThatThrownBy(() -> resolver().lookUp(killed, "web.example", null))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR));
  }

  @Test
  void servicesHavePorts() throws Exception {
    put(
        "services",
        """
        # comment
        http            80/tcp          www     # WorldWideWeb HTTP
        domain          53/tcp
        domain          53/udp
        broken          tcp
        wide            70000/tcp
        """);
    Resolver resolver = resolver();
    assertThat(resolver.port(CALLER, "http", SocketType.STREAM)).isEqualTo(80);
    assertThat(resolver.port(CALLER, "www", SocketType.STREAM)).isEqualTo(80);
    assertThat(resolver.port(CALLER, "http", SocketType.DGRAM)).isEqualTo(-1);
    assertThat(resolver.port(CALLER, "domain", SocketType.DGRAM)).isEqualTo(53);
    assertThat(resolver.port(CALLER, "80/tcp", SocketType.STREAM)).isEqualTo(-1);
    assertThat(resolver.port(CALLER, "broken", SocketType.STREAM)).isEqualTo(-1);
    assertThat(resolver.port(CALLER, "wide", SocketType.STREAM)).isEqualTo(-1);
    assertThat(resolver.port(CALLER, "8080", SocketType.STREAM)).isEqualTo(8080);
    assertThat(resolver.port(CALLER, "65536", SocketType.STREAM)).isEqualTo(-1);
    assertThat(resolver.port(CALLER, "", SocketType.STREAM)).isEqualTo(-1);
  }

  private void twoServers(String options) throws Exception {
    put(
        "resolv.conf",
        "; comment\nnameserver 127.0.0.1 # first\nnameserver nonsense\nnameserver 127.0.0.2\n"
            + "options "
            + options
            + "\n");
  }

  private static List<byte[]> code(Message query, int code) {
    Message reply = DnsServer.reply(query);
    reply.getHeader().setRcode(code);
    return List.of(reply.toWire());
  }

  private static List<byte[]> truncated(Message query) {
    Message reply = DnsServer.reply(query);
    reply.getHeader().setFlag(Flags.TC);
    return List.of(reply.toWire());
  }

  private static List<byte[]> garbage(Message query) {
    byte[] bytes = DnsServer.reply(query).toWire();
    Arrays.fill(bytes, 12, bytes.length, (byte) 0xc0);
    return List.of(bytes);
  }

  private static byte[] withId(Message reply, int id) {
    reply.getHeader().setID(id);
    return reply.toWire();
  }

  private static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private void put(String name, String text) throws Exception {
    Files.writeString(root.resolve("etc").resolve(name), text);
  }

  private Vfs vfs() throws Exception {
    return new Vfs(
        new MountNamespace(new Mount(HostFilesystem.at(root.toString()), false, "none", "bind")));
  }

  private Resolver resolver() throws Exception {
    return new Resolver(vfs(), network, RandomSource.secureRandom(), Clock.host(), server.port());
  }

  private String lookUp(String name, SocketFamily family) throws Exception {
    return text(resolver().lookUp(CALLER, name, family));
  }

  private static String text(List<IpAddress> addresses) {
    String text = addresses.toString();
    return text.substring(1, text.length() - 1);
  }

  private void assertErrno(String name, SocketFamily family, Errno errno) {
    assertThatThrownBy(() -> resolver().lookUp(CALLER, name, family))
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
