package io.jwasm.runsc.boot;

import static io.jwasm.runsc.boot.SettingsTest.bytes;
import static io.jwasm.runsc.boot.SettingsTest.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.BootException;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.NetworkPolicy;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSettingsTest {
  @ParameterizedTest(name = "flag {0}, annotation {1}, environment {2}, image {3}: {4}")
  @CsvSource({
    ",        ,        ,        ,        host",
    // One of them says something.
    "host,    ,        ,        ,        host",
    "sandbox, ,        ,        ,        sandbox",
    "none,    ,        ,        ,        none",
    ",        host,    ,        ,        host",
    ",        sandbox, ,        ,        sandbox",
    ",        none,    ,        ,        none",
    ",        ,        host,    ,        host",
    ",        ,        sandbox, ,        sandbox",
    ",        ,        none,    ,        none",
    ",        ,        ,        host,    host",
    ",        ,        ,        sandbox, sandbox",
    ",        ,        ,        none,    none",
    // The flag before the annotation, which can only narrow it.
    "none,    host,    ,        ,        none",
    "sandbox, host,    ,        ,        sandbox",
    "host,    none,    ,        ,        none",
    "host,    sandbox, ,        ,        sandbox",
    // The environment before the image.
    ",        ,        host,    none,    host",
    ",        ,        sandbox, none,    sandbox",
    ",        ,        none,    host,    none",
    // Both can narrow the operator's, and say the same.
    "host,    ,        none,    ,        none",
    "host,    ,        ,        sandbox, sandbox",
    ",        sandbox, none,    host,    none",
    ",        sandbox, sandbox, none,    sandbox",
    "none,    none,    none,    none,    none",
    "host,    host,    host,    host,    host"
  })
  void theNetworkIsThatOfTheFirstAndNeverMoreThanTheOperators(
      String flag, String annotation, String environment, String image, String stack)
      throws Exception {
    assertThat(settings(Setting.NETWORK, flag, annotation, environment, image).stack())
        .isEqualTo(stack);
  }

  @ParameterizedTest(name = "flag {0}, annotation {1}, environment {2}, image {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "none | | host | | environment variable JWASM_NETWORK: asks for host, and the operator"
            + " allows no more than none; remove it",
        "| sandbox | host | none | environment variable JWASM_NETWORK: asks for host, and the"
            + " operator allows no more than sandbox; remove it",
        "host | none | sandbox | | environment variable JWASM_NETWORK: asks for sandbox, and the"
            + " operator allows no more than none; remove it",
        "sandbox | | | host | /etc/jwasm.json in the image: network: asks for host, and the"
            + " operator allows no more than sandbox; set JWASM_NETWORK=sandbox",
        "bridge | | | | --network: found \"bridge\"; write host, sandbox or none",
        "host | bridge | | | annotation io.jwasm.network: found \"bridge\"; write host, sandbox or"
            + " none",
        "| ' ' | | | annotation io.jwasm.network: found \" \"; write host, sandbox or none",
        "| | Host | | environment variable JWASM_NETWORK: found \"Host\"; write host, sandbox or"
            + " none",
        "| | host | '' | /etc/jwasm.json in the image: network: found \"\"; write host, sandbox or"
            + " none"
      })
  void moreThanTheOperatorAllowsAndWhatIsNoNetworkIsRefused(
      String flag, String annotation, String environment, String image, String sentence) {
    assertThatThrownBy(() -> settings(Setting.NETWORK, flag, annotation, environment, image))
        .isInstanceOf(BootException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest(name = "flag {0}, annotation {1}, environment {2}, image {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "       |        |        |        |        | ''",
        "tcp:1  | tcp:2  | tcp:3  | tcp:4  | tcp:0.0.0.0:1 | --net-listen",
        "       | tcp:2  | tcp:3  | tcp:4  | tcp:0.0.0.0:2 | annotation io.jwasm.net.listen",
        "       |        | tcp:3  | tcp:4  | tcp:0.0.0.0:3 | environment variable JWASM_NET_LISTEN",
        "       |        |        | tcp:4,udp:*:5  | tcp:0.0.0.0:4 udp:0.0.0.0:5"
            + " | /etc/jwasm.json in the image: net.listen",
        "       |        | ''     | tcp:4  |        | environment variable JWASM_NET_LISTEN"
      })
  void theFirstWhoNamesSocketsNamesThemAll(
      String flag,
      String annotation,
      String environment,
      String image,
      String listen,
      String setting)
      throws Exception {
    NetworkSettings settings = settings(Setting.NET_LISTEN, flag, annotation, environment, image);
    List<String> addresses = new ArrayList<>();
    settings.listen().forEach(address -> addresses.add(address.toString()));
    assertThat(String.join(" ", addresses)).isEqualTo(listen == null ? "" : listen);
    assertThat(settings.listenSetting()).isEqualTo(setting);
    assertThat(settings.needsAddresses()).isEqualTo(!addresses.isEmpty());
  }

  @Test
  void onlySocketsOfTheHostNeedItsAddresses() throws Exception {
    Settings settings =
        SettingsTest.of(flags("sandbox", "", "tcp:80"), Map.of(), "JWASM_NETWORK=sandbox");
    assertThat(NetworkSettings.of(settings).needsAddresses()).isFalse();
  }

  @Test
  void allListsHaveToAllowWhatAProgramDoes() throws Exception {
    assertThat(policy(null, null, null, null)).isSameAs(NetworkPolicy.OPEN);
    assertThat(allows(policy("10.0.0.0/8", null, null, null), "10.1.2.3", 80)).isTrue();
    assertThat(allows(policy("10.0.0.0/8", null, null, null), "11.1.2.3", 80)).isFalse();
    NetworkPolicy all = policy("10.0.0.0/8", "*:80", "10.1.0.0/16", "*");
    assertThat(allows(all, "10.1.2.3", 80)).isTrue();
    assertThat(allows(all, "10.1.2.3", 81)).isFalse();
    assertThat(allows(all, "10.2.2.3", 80)).isFalse();
    assertThat(allows(all, "11.1.2.3", 80)).isFalse();
    assertThat(allows(policy("*", "", "*", "*"), "10.1.2.3", 80)).isFalse();
    assertThat(allows(policy(null, null, null, "none"), "10.1.2.3", 80)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "FLAG, --net-",
    "ANNOTATION, annotation io.jwasm.net.",
    "ENVIRONMENT, environment variable JWASM_NET_",
    "IMAGE, /etc/jwasm.json in the image: net."
  })
  void aListThatCannotBeReadIsRefusedByItsPlace(Origin origin, String place) {
    assertThatThrownBy(() -> saidBy(origin, Setting.NET_LISTEN, "tcp:0.0.0.0:99999"))
        .isInstanceOf(BootException.class)
        .hasMessageStartingWith(place)
        .hasMessageEndingWith(": found \"tcp:0.0.0.0:99999\"; a port is a number from 1 to 65535");
    assertThatThrownBy(() -> saidBy(origin, Setting.NET_ALLOW, "10.0.0.0/33"))
        .isInstanceOf(BootException.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(": found \"10.0.0.0/33\"; ");
  }

  private static NetworkSettings saidBy(Origin origin, Setting setting, String text)
      throws BootException {
    return settings(
        setting,
        origin == Origin.FLAG ? text : null,
        origin == Origin.ANNOTATION ? text : null,
        origin == Origin.ENVIRONMENT ? text : null,
        origin == Origin.IMAGE ? text : null);
  }

  private static NetworkPolicy policy(
      String flag, String annotation, String environment, String image) throws BootException {
    return settings(Setting.NET_ALLOW, flag, annotation, environment, image).policy();
  }

  private static boolean allows(NetworkPolicy policy, String address, int port) {
    return policy.allowsConnect(
        SocketType.STREAM, new SocketAddress.Inet(IpAddressText.parse(address), port));
  }

  /** What is said of one setting; null where nothing is. */
  private static NetworkSettings settings(
      Setting setting, String flag, String annotation, String environment, String image)
      throws BootException {
    Map<String, String> annotations = new TreeMap<>();
    if (annotation != null) {
      annotations.put(setting.annotation(), annotation);
    }
    String text = flag == null ? "" : flag;
    BootSettings flags =
        switch (setting) {
          case NETWORK -> flags(text, "", "");
          case NET_ALLOW -> flags("", text, "");
          case NET_LISTEN -> flags("", "", text);
          case MEMORY_LIMIT -> throw new AssertionError("there is no such flag");
        };
    List<String> env = new ArrayList<>();
    if (environment != null) {
      env.add(setting.variable() + "=" + environment);
    }
    Settings settings = Settings.of(flags, annotations, env);
    settings.addImage(image == null ? null : bytes("{'" + setting.key() + "': '" + image + "'}"));
    return NetworkSettings.of(settings);
  }
}
