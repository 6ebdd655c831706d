package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The namespaces of the container's process: new ones, joined ones, none. */
final class NamespacesTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @ParameterizedTest
  @CsvSource({"pid, pid", "mount, mnt", "uts, uts", "ipc, ipc", "network, net"})
  void aConfiguredNamespaceIsNew(String type, String file) {
    long pid = containers.pid(containers.created(containers.bundle("sleep")));

    assertThat(Namespaces.inode(pid, file)).as(type).isNotEqualTo(Namespaces.inode("self", file));
  }

  @ParameterizedTest
  @CsvSource({"uts, uts", "ipc, ipc", "network, net"})
  void aNamespaceThatIsNotConfiguredIsTheOneOfTheHost(String type, String file) {
    Bundle bundle = containers.bundle("sleep").withoutNamespace(type);
    long pid = containers.pid(containers.created(bundle));

    assertThat(Namespaces.inode(pid, file)).as(type).isEqualTo(Namespaces.inode("self", file));
  }

  @Test
  void aCgroupNamespaceIsNewWhenConfigured() {
    Bundle bundle = containers.bundle("sleep").namespace("cgroup", "{\"type\":\"cgroup\"}");
    long pid = containers.pid(containers.created(bundle));

    assertThat(Namespaces.inode(pid, "cgroup")).isNotEqualTo(Namespaces.inode("self", "cgroup"));
  }

  @Test
  void aNetworkNamespaceIsJoinedByPath() {
    String name = Scratch.newId();
    Command.of("ip", "netns", "add", name).run().ok();
    try {
      Path path = Path.of("/run/netns", name);
      Bundle bundle =
          containers
              .bundle("sleep")
              .namespace("network", "{\"type\":\"network\",\"path\":\"%s\"}".formatted(path));
      String id = containers.ready(bundle);

      assertThat(Namespaces.inode(containers.pid(id), "net")).isEqualTo(Namespaces.inode(path));
      containers.verb("delete", "--force", id).run().ok();
      assertThat(path).as("a joined namespace stays").exists();
    } finally {
      Command.of("ip", "netns", "delete", name).run().ok();
    }
  }

  @ParameterizedTest
  @CsvSource({"uts, uts", "ipc, ipc", "pid, pid"})
  void theNamespaceOfAnotherContainerIsJoined(String type, String file) {
    long first = containers.pid(containers.ready(containers.bundle("sleep")));
    Bundle bundle =
        containers
            .bundle("sleep")
            .namespace(
                type, "{\"type\":\"%s\",\"path\":\"/proc/%d/ns/%s\"}".formatted(type, first, file));
    long second = containers.pid(containers.ready(bundle));

    assertThat(Namespaces.inode(second, file)).isEqualTo(Namespaces.inode(first, file));
  }

  @Test
  void aNamespacePathThatIsNotThereIsRefused() {
    Bundle bundle =
        containers
            .bundle("hello")
            .namespace("network", "{\"type\":\"network\",\"path\":\"/no/such/ns\"}");
    Outcome outcome = containers.create(bundle, Scratch.newId()).exits(1);

    assertThat(outcome.err()).contains("/no/such/ns");
    containers.assertNothingLeft();
  }

  @Test
  void theHostnameIsSetInTheUtsNamespace() {
    Bundle bundle = containers.bundle("sleep").set("hostname", "\"inside\"");
    long pid = containers.pid(containers.ready(bundle));

    assertThat(Command.of("nsenter", "-t", pid, "-u", "uname", "-n").run().ok().out())
        .isEqualTo("inside\n");
    assertThat(Command.of("uname", "-n").run().ok().out()).isNotEqualTo("inside\n");
  }

  @Test
  void aUserNamespaceIsMapped() throws IOException {
    long pid = containers.pid(containers.ready(containers.inUserNamespace("sleep")));

    assertThat(Namespaces.inode(pid, "user")).isNotEqualTo(Namespaces.inode("self", "user"));
    assertThat(
            Files.readString(Path.of("/proc/%d/uid_map".formatted(pid))).strip().split("\\s+", -1))
        .containsExactly("0", "100000", "65536");
    assertThat(
            Files.readString(Path.of("/proc/%d/gid_map".formatted(pid))).strip().split("\\s+", -1))
        .containsExactly("0", "200000", "65536");
    assertThat(ProcessStatus.of(pid).field("Uid")).isEqualTo("100000 100000 100000 100000");
  }

  @Test
  void helloRunsInAUserNamespace() {
    assertThat(containers.run(containers.inUserNamespace("hello")).ok().out())
        .isEqualTo("hello world\n");
  }

  @Test
  void theProcessHasTheConfiguredUser() {
    Bundle bundle =
        containers
            .bundle("sleep")
            .setProcess("user", "{\"uid\":1234,\"gid\":2345,\"additionalGids\":[3456]}");
    ProcessStatus status = ProcessStatus.of(containers.pid(containers.ready(bundle)));

    assertThat(status.field("Uid")).isEqualTo("1234 1234 1234 1234");
    assertThat(status.field("Gid")).isEqualTo("2345 2345 2345 2345");
    assertThat(status.field("Groups")).isEqualTo("3456");
  }
}
