package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.BootException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void everySettingHasANameInEachPlace() {
    List<String> names = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      for (Origin origin : Origin.values()) {
        names.add(origin.place(setting));
      }
    }
    assertThat(names)
        .containsExactly(
            "--network",
            "annotation io.jwasm.network",
            "environment variable JWASM_NETWORK",
            "/etc/jwasm.json in the image: network",
            "--net-allow",
            "annotation io.jwasm.net.allow",
            "environment variable JWASM_NET_ALLOW",
            "/etc/jwasm.json in the image: net.allow",
            "--net-listen",
            "annotation io.jwasm.net.listen",
            "environment variable JWASM_NET_LISTEN",
            "/etc/jwasm.json in the image: net.listen",
            "--memory-limit",
            "annotation io.jwasm.memory.limit",
            "environment variable JWASM_MEMORY_LIMIT",
            "/etc/jwasm.json in the image: memory.limit");
  }

  @Test
  void aTextThatIsThereCountsAndAnEmptyFlagIsNone() throws Exception {
    Settings settings =
        of(flags("", "", ""), Map.of("io.jwasm.net.allow", ""), "JWASM_NET_LISTEN=", "A=1");
    assertThat(settings.text(Origin.FLAG, Setting.NETWORK)).isNull();
    assertThat(settings.text(Origin.ANNOTATION, Setting.NET_ALLOW)).isEmpty();
    assertThat(settings.text(Origin.ENVIRONMENT, Setting.NET_LISTEN)).isEmpty();
    assertThat(settings.first(Setting.NETWORK)).isNull();
    assertThat(settings.first(Setting.NET_LISTEN)).isEqualTo(Origin.ENVIRONMENT);
  }

  @Test
  void noSettingReachesTheProgram() {
    assertThat(
            Settings.programEnvironment(
                List.of(
                    "A=1",
                    "JWASM_NETWORK=host",
                    "JWASM_NET_ALLOW=*",
                    "JWASM_NET_LISTEN=",
                    "JWASM_NET_LATER=x",
                    "JWASM_NET",
                    "JWASM_MEMORY_LIMIT=64m",
                    "JWASM_MEMORY_LIMITED=1",
                    "JWASM=1",
                    "XJWASM_NETWORK=1",
                    "PATH=/bin")))
        .containsExactly(
            "A=1", "JWASM_MEMORY_LIMITED=1", "JWASM=1", "XJWASM_NETWORK=1", "PATH=/bin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JWASM_NET_LISTN=tcp:80 | environment variable \"JWASM_NET_LISTN\" is no setting; there are"
            + " JWASM_NETWORK, JWASM_NET_ALLOW, JWASM_NET_LISTEN, JWASM_MEMORY_LIMIT",
        "JWASM_NET | environment variable \"JWASM_NET\" is no setting; there are JWASM_NETWORK,"
            + " JWASM_NET_ALLOW, JWASM_NET_LISTEN, JWASM_MEMORY_LIMIT",
        "JWASM_NET\u001b[1m= | environment variable \"JWASM_NET\\u001b[1m\" is no setting; there are"
            + " JWASM_NETWORK, JWASM_NET_ALLOW, JWASM_NET_LISTEN, JWASM_MEMORY_LIMIT"
      })
  void aVariableThatIsNoSettingIsRefused(String entry, String sentence) {
    assertThatThrownBy(() -> of(flags("", "", ""), Map.of(), entry))
        .isInstanceOf(BootException.class)
        .hasMessage(sentence);
  }

  @Test
  void aVariableThatIsThereTwiceIsRefused() {
    assertThatThrownBy(
            () -> of(flags("", "", ""), Map.of(), "JWASM_NETWORK=none", "JWASM_NETWORK=host"))
        .isInstanceOf(BootException.class)
        .hasMessage("environment variable JWASM_NETWORK: is there twice; remove one");
  }

  @Test
  void theImageSpeaksInAFileOfStrings() throws Exception {
    Settings settings = of(flags("", "", ""), Map.of());
    settings.addImage(null);
    assertThat(settings.first(Setting.NETWORK)).isNull();
    settings.addImage(
        bytes(" { 'network' : 'sandbox', 'net.allow':'', 'net.listen': 'tcp:\\u0038\\u0030' } \n"));
    assertThat(settings.text(Origin.IMAGE, Setting.NETWORK)).isEqualTo("sandbox");
    assertThat(settings.text(Origin.IMAGE, Setting.NET_ALLOW)).isEmpty();
    assertThat(settings.text(Origin.IMAGE, Setting.NET_LISTEN)).isEqualTo("tcp:80");
    assertThat(settings.text(Origin.IMAGE, Setting.MEMORY_LIMIT)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the document is empty",
        "[] | found an array; write an object",
        "null | found null; write an object",
        "'host' | found a string; write an object",
        "{'network': 'host' | line 1, column 19: the document ends too early",
        "{'network': 'host'} x | line 1, column 22: not valid JSON",
        "{'network': 'host'} {} | line 1, column 21: something follows the end of the document",
        "{'network': 'host', } | not valid JSON",
        "{'network': 'host' /* most */} | not valid JSON",
        "{'network': 1} | network: found 1; write a string",
        "{'network': null} | network: found null; write a string",
        "{'network': ['host']} | network: found an array; write a string",
        "{'net': {'allow': '*'}} | net: found an object; write a string",
        "{'network': 'a\\u0000'} | network: has a NUL at character 1",
        "{'network': '\\ud800'} | network: has half a surrogate pair",
        "{'network': 'host', 'network': 'none'} | network",
        "{'listen': 'tcp:80'} | \"listen\" is no setting; there are network, net.allow, net.listen, memory.limit",
        "{'': ''} | \"\" is no setting; there are network, net.allow, net.listen, memory.limit",
        "{'io.jwasm.network': 'none'} | \"io.jwasm.network\" is no setting",
        "{'NETWORK': 'none'} | \"NETWORK\" is no setting"
      })
  void anythingElseInTheFileIsRefused(String file, String sentence) throws Exception {
    Settings settings = of(flags("", "", ""), Map.of());
    assertThatThrownBy(() -> settings.addImage(bytes(file)))
        .isInstanceOf(BootException.class)
        .hasMessageStartingWith("/etc/jwasm.json in the image: ")
        .hasMessageContaining(sentence);
  }

  @Test
  void bytesThatAreNoTextAndDeepNestingAreRefused() throws Exception {
    Settings settings = of(flags("", "", ""), Map.of());
    byte[] noText = {'{', '"', (byte) 0xc3, '"', ':', '"', '"', '}'};
    assertThatThrownBy(() -> settings.addImage(noText)).isInstanceOf(BootException.class);
    assertThatThrownBy(() -> settings.addImage(bytes("{'network':" + "[".repeat(65_000))))
        .isInstanceOf(BootException.class);
    assertThatThrownBy(() -> settings.addImage(new byte[65_536])).isInstanceOf(BootException.class);
  }

  @ParameterizedTest
  @CsvSource({", , ", "64m, , 67108864", ", 1g, 1073741824", "64m, 1g, 67108864", "1g, 64k, 65536"})
  void theLowestMemoryLimitCounts(String environment, String image, Long bytes) throws Exception {
    Settings settings =
        environment == null
            ? of(flags("", "", ""), Map.of("io.jwasm.memory.limit", "1m"))
            : of(flags("", "", ""), Map.of(), "JWASM_MEMORY_LIMIT=" + environment);
    settings.addImage(image == null ? null : bytes("{'memory.limit': '" + image + "'}"));
    assertThat(settings.memoryBytes()).isEqualTo(bytes == null ? Long.MAX_VALUE : bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "63k", "-1", "24mb", "1025g", "9999999999g", "many"})
  void whatIsNoSizeIsRefused(String size) throws Exception {
    Settings settings = of(flags("", "", ""), Map.of(), "JWASM_MEMORY_LIMIT=" + size);
    assertThatThrownBy(settings::memoryBytes)
        .isInstanceOf(BootException.class)
        .hasMessage(
            "environment variable JWASM_MEMORY_LIMIT: found \""
                + size
                + "\"; write a size from 64k to 1024g, for example 64m");
  }

  static Settings of(BootSettings flags, Map<String, String> annotations, String... env)
      throws BootException {
    return Settings.of(flags, annotations, List.of(env));
  }

  /** The flags of the network; empty where there is none. */
  static BootSettings flags(String network, String allow, String listen) {
    String text =
        "network=%s|netAllow=%s|netListen=%s|stdio=pipe|stdio=pipe|stdio=pipe|"
            .formatted(network, allow, listen);
    try {
      return BootSettings.read(text.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String file) {
    return file.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
