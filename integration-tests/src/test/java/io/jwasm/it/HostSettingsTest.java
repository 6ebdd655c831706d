package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names and kernel parameters of the host stay as they are: a container sets those of namespaces of
 * its own, and is refused before it sets any other.
 */
@Tag("security")
@NotOnReference("runc says it otherwise")
final class HostSettingsTest {
  private static final String PORT = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

  @RegisterExtension final Containers containers = Containers.underTest();

  /** Parameters that not even root can change: a runtime that fails here does no harm. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel.ostype",
        "kernel/ostype",
        "net.//.kernel.ostype",
        "net/../kernel/ostype",
        "net./../kernel.ostype",
        "kernel.random.uuid",
        "fs.file-nr",
        "user..kernel.ostype",
        "net",
        ".kernel.ostype",
        "",
      })
  void aParameterOfTheHostIsRefused(String name) throws IOException {
    assertRefusedWithoutWriting(sysctl(name, "changed"), "linux.sysctl");
  }

  @Test
  void aParameterOfANamespaceThatIsTheHostsIsRefused() throws IOException {
    Bundle bundle = sysctl("net.ipv4.ip_unprivileged_port_start", "1024");
    assertRefusedWithoutWriting(bundle.withoutNamespace("network"), "linux.sysctl");
  }

  @Test
  void aParameterOfTheHostsNamespaceThatIsJoinedIsRefused() throws IOException {
    Bundle bundle = sysctl("net.ipv4.ip_unprivileged_port_start", "1024");
    String self = "{\"type\":\"network\",\"path\":\"/proc/self/ns/net\"}";
    assertRefusedWithoutWriting(bundle.namespace("network", self), "linux.sysctl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostname", "domainname"})
  void aNameIsRefusedWithoutANamespaceForIt(String field) throws IOException {
    Bundle bundle = containers.bundle("hello").set(field, "\"changed\"").withoutNamespace("uts");
    assertRefusedWithoutWriting(bundle, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostname", "domainname"})
  void aNameIsRefusedInTheHostsNamespaceThatIsJoined(String field) throws IOException {
    Bundle bundle = containers.bundle("hello").set(field, "\"changed\"");
    String self = "{\"type\":\"uts\",\"path\":\"/proc/self/ns/uts\"}";
    assertRefusedWithoutWriting(bundle.namespace("uts", self), field);
  }

  /** What a path leads to is looked at when it is joined, and not only before. */
  @Test
  void aNamespaceThatBecomesTheHostsMeanwhileIsRefused() throws IOException {
    Path link = Scratch.file("ns");
    try (LiveProcess host = Command.of("unshare", "--net", "sleep", "60").start();
        LiveProcess other = Command.of("unshare", "--net", "sleep", "60").start()) {
      Eventually.until("two namespaces", () -> areApart(host.pid(), other.pid()));
      Path hosts = Path.of("/proc/" + host.pid() + "/ns/net");
      Files.createSymbolicLink(link, Path.of("/proc/" + other.pid() + "/ns/net"));
      Bundle bundle =
          sysctl("net.ipv4.ip_unprivileged_port_start", "77")
              .namespace("network", "{\"type\":\"network\",\"path\":\"%s\"}".formatted(link));
      Command inHosts =
          Command.of("nsenter", "--net=" + hosts)
              .and(containers.running(bundle, Scratch.newId()).words());
      try (Pause pause = new Pause("setsid", inHosts)) {
        Files.delete(link);
        Files.createSymbolicLink(link, hosts);
        pause.resume();
        pause.join().refused(link.toString(), "is the host's");
      }
      assertThat(Command.of("nsenter", "--net=" + hosts, "cat", PORT).run().ok().out())
          .isEqualTo("1024\n");
    }
  }

  private static boolean areApart(long one, long other) {
    long own = Namespaces.inode("self", "net");
    long first = Namespaces.inode(one, "net");
    long second = Namespaces.inode(other, "net");
    return first != own && second != own && first != second;
  }

  @Test
  void aParameterOfItsOwnNamespaceIsSet() throws IOException {
    String before = Files.readString(Path.of(PORT));
    Bundle bundle =
        containers
            .bundle("sleep")
            .setLinux(
                "sysctl",
                "{\"net.ipv4.ip_unprivileged_port_start\":\"77\",\"net/ipv4/ip_forward\":\"1\"}");
    long pid = containers.pid(containers.ready(bundle));

    assertThat(Command.of("nsenter", "-t", pid, "-n", "cat", PORT).run().ok().out())
        .isEqualTo("77\n");
    assertThat(
            Command.of("nsenter", "-t", pid, "-n", "cat", "/proc/sys/net/ipv4/ip_forward")
                .run()
                .ok()
                .out())
        .isEqualTo("1\n");
    assertThat(Files.readString(Path.of(PORT))).isEqualTo(before);
  }

  private Bundle sysctl(String name, String value) {
    return containers.bundle("hello").setLinux("sysctl", "{\"%s\":\"%s\"}".formatted(name, value));
  }

  private void assertRefusedWithoutWriting(Bundle bundle, String piece) throws IOException {
    Path trace = Scratch.file("trace");
    Outcome outcome =
        Command.of("unshare", "--uts", "--net", "strace", "-f", "-o", trace)
            .and("-e", "trace=open,openat,openat2,sethostname,setdomainname")
            .and(containers.running(bundle, Scratch.newId()).words())
            .run();

    outcome.refused(piece);
    assertThat(Files.readAllLines(trace))
        .noneMatch(line -> line.contains("/proc/sys") && line.contains("O_WRONLY"))
        .noneMatch(line -> line.contains("sethostname") || line.contains("setdomainname"));
  }
}
