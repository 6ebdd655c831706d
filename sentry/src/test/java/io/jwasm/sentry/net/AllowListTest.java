package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowListTest {
  private static final SocketAddress.Unix SOCKET = new SocketAddress.Unix("/run/x.sock");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // list; peer; port; whether a connection to it is allowed
        "*; 8.8.8.8; 53; true",
        "*; ::1; 1; true",
        "*:443; 8.8.8.8; 443; true",
        "*:443; 8.8.8.8; 80; false",
        "out:*; 8.8.8.8; 53; true",
        "in:*; 8.8.8.8; 53; false",
        "10.0.0.0/8; 10.255.255.255; 1; true",
        "10.0.0.0/8; 11.0.0.0; 1; false",
        "10.1.2.3/8; 10.9.9.9; 1; true",
        "10.0.0.0/8:5432; 10.0.0.1; 5432; true",
        "10.0.0.0/8:5432; 10.0.0.1; 5433; false",
        "172.16.0.0/12; 172.31.255.255; 1; true",
        "172.16.0.0/12; 172.32.0.0; 1; false",
        "0.0.0.0/0; 1.2.3.4; 1; true",
        "0.0.0.0/0; 2001:db8::1; 1; false",
        "::/0; 2001:db8::1; 1; true",
        "::/0; 1.2.3.4; 1; false",
        "1.2.3.4; 1.2.3.4; 65535; true",
        "1.2.3.4; 1.2.3.5; 65535; false",
        "1.2.3.4:8000-8010; 1.2.3.4; 7999; false",
        "1.2.3.4:8000-8010; 1.2.3.4; 8000; true",
        "1.2.3.4:8000-8010; 1.2.3.4; 8010; true",
        "1.2.3.4:8000-8010; 1.2.3.4; 8011; false",
        "2001:db8::/33; 2001:db8:7fff::1; 1; true",
        "2001:db8::/33; 2001:db8:8000::1; 1; false",
        "[2001:db8::1]:443; 2001:db8::1; 443; true",
        "[2001:db8::1]:443; 2001:db8::1; 444; false",
        "[2001:db8::/32]:443; 2001:db8::2; 443; true",
        "[2001:db8::1]; 2001:db8::1; 7; true",
        // Metadata of a cloud, only for who asks for it by number.
        "169.254.169.254:80; 169.254.169.254; 80; true",
        "127.0.0.1; 0.0.0.0; 80; false",
        "localhost:80; 127.0.0.1; 80; true",
        "localhost; 127.9.9.9; 80; true",
        "localhost; ::1; 80; true",
        "localhost; 0.0.0.0; 80; false",
        // The same IPv4 address in other clothes.
        "1.2.3.4; ::ffff:1.2.3.4; 80; true",
        "::ffff:1.2.3.4; 1.2.3.4; 80; true",
        "::ffff:10.0.0.0/104; 10.1.1.1; 80; true",
        "::ffff:10.0.0.0/104; 11.1.1.1; 80; false",
        "::/0; ::ffff:169.254.169.254; 80; false",
        "::/0; 64:ff9b::169.254.169.254; 80; false",
        "::/0; 64:ff9b:1::169.254.169.254; 80; false",
        "::/0; 2002:a9fe:a9fe::1; 80; false",
        "::/0; ::169.254.169.254; 80; false",
        "1.2.3.4; 64:ff9b::1.2.3.4; 80; true",
        "1.2.3.4; 2002:102:304::5; 80; true",
        // A scope that somebody made up changes nothing.
        "2001:db8::1; 2001:db8::1%7; 80; true",
        "none; 1.2.3.4; 80; false",
        "'';  1.2.3.4; 80; false",
        "unix; 1.2.3.4; 80; false",
        "1.1.1.1, 2.2.2.2:80 ,3.3.3.3; 2.2.2.2; 80; true"
      })
  void aListSaysWhoIsReached(String list, String peer, int port, boolean allowed) throws Exception {
    assertThat(AllowList.parse(list).allowsConnect(SocketType.STREAM, at(peer, port)))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // list; peer; local port; whether its connection is taken
        "*; 8.8.8.8; 80; true",
        "in:*:8080; 8.8.8.8; 8080; true",
        "in:*:8080; 8.8.8.8; 8081; false",
        "out:*; 8.8.8.8; 8080; false",
        "in:10.0.0.0/8; 10.1.1.1; 8080; true",
        "in:10.0.0.0/8; 11.1.1.1; 8080; false",
        "in:10.0.0.0/8; ::ffff:10.1.1.1; 8080; true",
        "in:[fd00::/8]:8080; fd00::1; 8080; true",
        "10.0.0.0/8:8080; 10.1.1.1; 8080; true",
        "none; 10.1.1.1; 8080; false"
      })
  void aListSaysWhoMayConnect(String list, String peer, int port, boolean allowed)
      throws Exception {
    AllowList policy = AllowList.parse(list);
    assertThat(policy.admits(SocketType.STREAM, at("0.0.0.0", port), at(peer, 40000)))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "in:10.0.0.0/8:8080; 8080; true",
        "in:10.0.0.0/8:8080; 8081; false",
        "out:*; 8080; false",
        "out:*; 0; true",
        "example.com; 0; true",
        "in:*:80; 0; true",
        "unix; 0; false",
        "none; 0; false",
        "none; 80; false"
      })
  void aSocketIsBoundWhereSomebodyMayConnect(String list, int port, boolean allowed)
      throws Exception {
    assertThat(AllowList.parse(list).allowsBind(SocketType.STREAM, at("0.0.0.0", port)))
        .isEqualTo(allowed);
  }

  @Test
  void whoMayBeSentToMayAnswer() throws Exception {
    AllowList policy = AllowList.parse("out:8.8.8.8:53");
    assertThat(policy.admits(SocketType.DGRAM, at("0.0.0.0", 40000), at("8.8.8.8", 53))).isTrue();
    assertThat(policy.admits(SocketType.DGRAM, at("0.0.0.0", 40000), at("8.8.8.8", 54))).isFalse();
    assertThat(policy.admits(SocketType.STREAM, at("0.0.0.0", 40000), at("8.8.8.8", 53))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "unix, true, true, true",
    "in:unix, false, true, true",
    "out:unix, true, false, false",
    "*, false, false, false"
  })
  void theUnixDomainHasItsOwnWord(String list, boolean connect, boolean bind, boolean admit)
      throws Exception {
    AllowList policy = AllowList.parse(list);
    SocketAddress peer = new SocketAddress.Unix("");
    assertThat(policy.allowsConnect(SocketType.STREAM, SOCKET)).isEqualTo(connect);
    assertThat(policy.allowsBind(SocketType.STREAM, SOCKET)).isEqualTo(bind);
    assertThat(policy.admits(SocketType.STREAM, SOCKET, peer)).isEqualTo(admit);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, 93.184.215.14, true",
    "example.com, EXAMPLE.com., 93.184.215.14, true",
    "example.com, www.example.com, 93.184.215.14, false",
    "example.com, example.com.evil.example, 93.184.215.14, false",
    "*.example.com, www.example.com, 93.184.215.14, true",
    "*.example.com, a.b.example.com, 93.184.215.14, true",
    "*.example.com, example.com, 93.184.215.14, false",
    "*.example.com, wwwexample.com, 93.184.215.14, false",
    "out:example.com:443, example.com, 93.184.215.14, true",
    "example.com:80, example.com, 93.184.215.14, false",
    "example.com:80-443, example.com, 2606:2800:21f::1, true",
    // Rebinding: the name's owner points it at what only this machine reaches.
    "example.com, example.com, 169.254.169.254, false",
    "example.com, example.com, ::ffff:169.254.169.254, false",
    "example.com, example.com, 64:ff9b::a9fe:a9fe, false",
    "example.com, example.com, 2002:a9fe:a9fe::, false",
    "example.com, example.com, 127.0.0.1, false",
    "example.com, example.com, 0.0.0.0, false",
    "example.com, example.com, 0.1.2.3, false",
    "example.com, example.com, 255.255.255.255, false",
    "example.com, example.com, 224.0.0.251, false",
    "example.com, example.com, 240.0.0.1, false",
    "example.com, example.com, ::, false",
    "example.com, example.com, ::1, false",
    "example.com, example.com, fe80::1, false",
    "example.com, example.com, ff02::1, false",
    "example.com, example.com, 10.0.0.1, false",
    "example.com, example.com, 172.17.0.2, false",
    "example.com, example.com, 192.168.1.1, false",
    "example.com, example.com, 100.100.100.200, false",
    "example.com, example.com, 192.0.0.192, false",
    "example.com, example.com, fd00:ec2::254, false",
    "db, db, 172.17.0.2, true",
    "db, db, fd00::2, true",
    "db, db, 127.0.0.1, false",
    "db, db, 169.254.169.254, false",
    "db, DB., 172.17.0.2, true"
  })
  void aNameIsTheAddressesThatItWasResolvedTo(
      String list, String name, String address, boolean allowed) throws Exception {
    AllowList policy = AllowList.parse(list);
    SocketAddress peer = at(address, 443);
    assertThat(policy.allowsConnect(SocketType.STREAM, peer)).isFalse();
    policy.resolved(name, List.of(IpAddressText.parse(address)));
    assertThat(policy.allowsConnect(SocketType.STREAM, peer)).isEqualTo(allowed);
    assertThat(policy.admits(SocketType.STREAM, at("0.0.0.0", 443), peer)).isFalse();
  }

  @Test
  void anAddressMayBelongToSeveralNames() throws Exception {
    AllowList policy = AllowList.parse("a.example:80,b.example:443");
    policy.resolved("a.example", List.of(IpAddressText.parse("192.0.2.1")));
    policy.resolved("b.example", List.of(IpAddressText.parse("192.0.2.1")));
    assertThat(policy.allowsConnect(SocketType.STREAM, at("192.0.2.1", 80))).isTrue();
    assertThat(policy.allowsConnect(SocketType.STREAM, at("192.0.2.1", 443))).isTrue();
    assertThat(policy.allowsConnect(SocketType.STREAM, at("192.0.2.1", 8080))).isFalse();
  }

  @Test
  void aBlockAllowsWhatANameDoesNot() throws Exception {
    AllowList policy = AllowList.parse("db.corp.example:5432,10.0.0.0/8:5432");
    policy.resolved("db.corp.example", List.of(IpAddressText.parse("10.0.0.5")));
    assertThat(policy.allowsConnect(SocketType.STREAM, at("10.0.0.5", 5432))).isTrue();
  }

  @Test
  void theAddressesToldLastAreKept() throws Exception {
    AllowList policy = AllowList.parse("*.example");
    IpAddress first = IpAddress.of(new byte[] {1, 0, 0, 0});
    IpAddress second = IpAddress.of(new byte[] {1, 0, 0, 1});
    policy.resolved("a.example", List.of(first, second));
    List<IpAddress> more = new ArrayList<>();
    for (int i = 2; i < ResolvedAddresses.MOST; i++) {
      more.add(IpAddress.of(new byte[] {1, 0, (byte) (i >> 8), (byte) i}));
    }
    policy.resolved("b.example", more);
    policy.resolved("a.example", List.of(first));
    policy.resolved("c.example", List.of(IpAddress.of(new byte[] {2, 0, 0, 0})));
    assertThat(policy.allowsConnect(SocketType.STREAM, new SocketAddress.Inet(first, 1))).isTrue();
    assertThat(policy.allowsConnect(SocketType.STREAM, new SocketAddress.Inet(second, 1)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "example.com, Example.Com., true",
    "example.com, secret.evil.example, false",
    "*.example.com, x.example.com, true",
    "example.com, 1.2.3.4, true",
    "example.com, ::1, true",
    "example.com, localhost, true",
    "none, localhost, true",
    "none, example.com, false",
    "in:*, example.com, false",
    "*, example.com, true",
    "out:*:443, example.com, true",
    "10.0.0.0/8, example.com, true",
    "in:10.0.0.0/8, example.com, false",
    "10.0.0.1, example.com, false",
    "2001:db8::1, example.com, false",
    "unix, example.com, false",
    "example.com, 'exa mple.com', false"
  })
  void onlyNamesThatAnEntryNeedsAreAskedFor(String list, String name, boolean allowed)
      throws Exception {
    assertThat(AllowList.parse(list).allowsLookUp(name)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.4/33",
        "1.2.3.4/-1",
        "1.2.3.4/",
        "1.2.3.4/08",
        "::1/129",
        "fe80::1%2",
        "*:0",
        "*:65536",
        "*:1-",
        "*:-1",
        "*:2-1",
        "*:1-2-3",
        "*:http",
        ":80",
        "[::1]80",
        "[::1",
        "[1.2.3.4]:80",
        "[example.com]:80",
        "in:",
        "out:",
        "in:out:*",
        "in:example.com",
        "in:*.example.com",
        "*.*.example.com",
        "www.*.com",
        "*example.com",
        "*.",
        "*.1",
        "example..com",
        "exa mple.com",
        "example.com/8",
        "bücher.example",
        "http://example.com",
        "none,*",
        "in:none",
        "*,",
        "*,,*",
        "64:ff9b::/96",
        "2002::/16",
        "2002:a9fe:a9fe::1"
      })
  void whatIsNoEntryIsNamed(String list) {
    assertThatThrownBy(() -> AllowList.parse(list))
        .isInstanceOf(NetworkConfigException.class)
        .hasMessageStartingWith("found \"");
  }

  @Test
  void theMessageQuotesTheEntry() {
    assertThatThrownBy(() -> AllowList.parse("*:80,out:1.2.3.4:http"))
        .hasMessage(
            "found \"out:1.2.3.4:http\"; a port is a number from 1 to 65535, or two of them with a"
                + " hyphen");
    assertThatThrownBy(() -> AllowList.parse("in:db"))
        .hasMessage("found \"in:db\"; who connects has no name: write an address or a block");
  }

  @Test
  void aListIsBounded() {
    assertThatThrownBy(() -> AllowList.parse(String.join(",", Collections.nCopies(1025, "*"))))
        .hasMessage("found \"*\"; a list has at most 1024 entries");
  }

  @Test
  void listsHaveToAgree() throws Exception {
    assertThat(AllowLists.of(List.of())).isSameAs(NetworkPolicy.OPEN);
    NetworkPolicy both =
        AllowLists.of(
            List.of(
                AllowList.parse("*.example:443,in:*:80,unix"),
                AllowList.parse("a.example,in:10.0.0.0/8")));
    assertThat(both.allowsLookUp("a.example")).isTrue();
    assertThat(both.allowsLookUp("b.example")).isFalse();
    both.resolved("a.example", List.of(IpAddressText.parse("192.0.2.1")));
    both.resolved("b.example", List.of(IpAddressText.parse("192.0.2.2")));
    assertThat(both.allowsConnect(SocketType.STREAM, at("192.0.2.1", 443))).isTrue();
    assertThat(both.allowsConnect(SocketType.STREAM, at("192.0.2.1", 80))).isFalse();
    assertThat(both.allowsConnect(SocketType.STREAM, at("192.0.2.2", 443))).isFalse();
    assertThat(both.allowsBind(SocketType.STREAM, at("0.0.0.0", 80))).isTrue();
    assertThat(both.allowsBind(SocketType.STREAM, at("0.0.0.0", 81))).isFalse();
    assertThat(both.allowsBind(SocketType.STREAM, SOCKET)).isFalse();
    assertThat(both.admits(SocketType.STREAM, at("0.0.0.0", 80), at("10.0.0.1", 9))).isTrue();
    assertThat(both.admits(SocketType.STREAM, at("0.0.0.0", 80), at("11.0.0.1", 9))).isFalse();
  }

  private static SocketAddress at(String address, int port) {
    return new SocketAddress.Inet(IpAddressText.parse(address), port);
  }
}
