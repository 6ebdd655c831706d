package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose bundles are used, and which paths of theirs lead where. */
@Tag("security")
final class UntrustedBundleTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @ParameterizedTest
  @ValueSource(strings = {"0777", "0775", "0757", "1777"})
  @NotOnReference("runc takes any bundle")
  void aBundleThatOthersCanWriteIsRefused(String mode) {
    Bundle bundle = containers.bundle("hello");
    Command.of("chmod", mode, bundle.directory()).run().ok();

    containers
        .run(bundle)
        .refused("bundle " + bundle.directory(), "chmod go-w " + bundle.directory());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0666", "0664"})
  @NotOnReference("runc takes any bundle")
  void aConfigurationThatOthersCanWriteIsRefused(String mode) {
    Bundle bundle = containers.bundle("hello");
    Command.of("chmod", mode, bundle.configFile()).run().ok();

    containers.run(bundle).refused("chmod go-w " + bundle.configFile());
  }

  @Test
  @NotOnReference("runc takes any bundle")
  void whatBelongsToSomebodyElseIsRefused() {
    Bundle bundle = containers.bundle("hello");
    Command.of("chown", "1000", bundle.configFile()).run().ok();
    containers.run(bundle).refused(bundle.configFile() + " belongs to user 1000");
    Command.of("chown", "0", bundle.configFile()).run().ok();
    Command.of("chown", "1000", bundle.directory()).run().ok();

    containers.run(bundle).refused(bundle.directory() + " belongs to user 1000", "chown");
  }

  @Test
  void aBundleInADirectoryThatAllMayWriteIsUsed() throws IOException {
    Bundle bundle = containers.bundle("hello");
    Path open = Scratch.newDirectory("open");
    Command.of("chmod", "1777", open).run().ok();
    Path moved = Files.move(bundle.directory(), open.resolve("b"));

    Outcome run = containers.verb("run", "--bundle", moved, Scratch.newId()).run().ok();
    assertThat(run.out()).isEqualTo("hello world\n");
  }

  @Test
  void linksOfTheOperatorAreFollowed() throws IOException {
    Bundle bundle = containers.bundle("hello");
    Path link = Scratch.file("link");
    Files.createSymbolicLink(link, bundle.directory().getParent());
    Path rootfs = link.resolve(bundle.directory().getFileName()).resolve("rootfs");
    bundle.set("root", "{\"path\":\"%s\"}".formatted(rootfs));
    assertThat(
            containers
                .verb("run", "--bundle", rootfs.getParent(), Scratch.newId())
                .run()
                .ok()
                .out())
        .isEqualTo("hello world\n");

    Files.move(bundle.rootfs(), bundle.directory().resolve("elsewhere"));
    Files.createSymbolicLink(bundle.rootfs(), Path.of("elsewhere"));
    bundle.set("root", "{\"path\":\"rootfs\"}");
    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/self/root", "/proc/self/cwd", "/proc/1/root/tmp"})
  @NotOnReference("runc follows them")
  void aRootFileSystemThatAProcessHasOpenIsRefused(String path) {
    Bundle bundle = containers.bundle("hello").set("root", "{\"path\":\"%s\"}".formatted(path));

    containers.run(bundle).refused(path, "root.path");
  }

  @Test
  @NotOnReference("runc follows them")
  void sourcesAndModulesThatAProcessHasOpenAreRefused() {
    Bundle mount =
        containers
            .bundle("hello")
            .mount(
                "{\"destination\":\"/m\",\"type\":\"bind\",\"source\":\"/proc/self/root/etc\","
                    + "\"options\":[\"bind\"]}");
    containers.run(mount).refused("/proc/self/root/etc", "mounts[3].source");

    Bundle module =
        containers
            .bundle("hello")
            .set("annotations", "{\"io.jwasm.module\":\"/proc/self/root/hello.wasm\"}");
    containers.run(module).refused("/proc/self/root/hello.wasm", "io.jwasm.module");
  }

  @Test
  @NotOnReference("modules are ours")
  void aModuleThatIsNoFileIsRefused() {
    Bundle bundle =
        containers.bundle("hello").set("annotations", "{\"io.jwasm.module\":\"rootfs\"}");
    containers.run(bundle).refused("io.jwasm.module", "is not a file");
    Path fifo = bundle.directory().resolve("fifo");
    Command.of("mkfifo", fifo).run().ok();
    bundle.set("annotations", "{\"io.jwasm.module\":\"fifo\"}");
    containers.run(bundle).refused("io.jwasm.module", "is not a file");
  }

  @ParameterizedTest
  @CsvSource({
    "network, /etc/hostname, net",
    "network, /proc/self/ns/uts, net",
    "pid, /proc/self/ns/net, pid",
    "pid, /dev/null, pid",
    "ipc, /proc/self/fd, ipc",
    "uts, FIFO, uts"
  })
  @NotOnReference("runc has other words")
  void aPathThatIsNoSuchNamespaceIsRefused(String type, String path, String file) {
    Bundle bundle = containers.bundle("hello");
    Path fifo = bundle.directory().resolve("fifo");
    Command.of("mkfifo", fifo).run().ok();
    String target = path.equals("FIFO") ? fifo.toString() : path;
    bundle.namespace(type, "{\"type\":\"%s\",\"path\":\"%s\"}".formatted(type, target));

    containers.run(bundle).refused(target, "is not a " + file + " namespace");
  }

  /** CVE-2024-21626: a working directory that leads out by a descriptor that was left open. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/self/fd/3",
        "/proc/self/fd/6",
        "/proc/self/fd/7",
        "/proc/self/fd/10",
        "/proc/self/fd/7/../../..",
        "/proc/1/fd/8",
        "/proc/thread-self/fd/7",
        "/proc/self/task/1/fd/7",
        "/link"
      })
  void aWorkingDirectoryInProcIsRefused(String path) throws IOException {
    Bundle bundle = containers.bundle("hello").setProcess("cwd", "\"" + path + "\"");
    Files.createSymbolicLink(bundle.rootfs().resolve("link"), Path.of("/proc/self/fd/7"));
    String id = Scratch.newId();

    assertThat(containers.create(bundle, id).exits(1).out()).isEmpty();
    containers.assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "kernel.core_pattern, would change the host",
    "kernel/core_pattern, would change the host",
    "vm.drop_caches, would change the host",
    "net/../kernel/core_pattern, has an empty part",
    "net..core, has an empty part",
    "user.max_net_namespaces, needs the user namespace"
  })
  @NotOnReference("runc has other words")
  void aKernelParameterOfTheHostIsNotSet(String name, String reason) throws IOException {
    Path pattern = Path.of("/proc/sys/kernel/core_pattern");
    String before = Files.readString(pattern);
    Bundle bundle = containers.bundle("hello").setLinux("sysctl", "{\"%s\":\"1\"}".formatted(name));

    containers.run(bundle).refused("linux.sysctl", reason);
    assertThat(Files.readString(pattern)).isEqualTo(before);
  }

  @Test
  void aParameterWithDotsInItsNameIsSet() {
    Bundle bundle =
        containers
            .bundle("hello")
            .setLinux("sysctl", "{\"net/ipv4/ip_forward\":\"1\",\"net.ipv4.ip_forward\":\"0\"}");

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/.", "."})
  @NotOnReference("runc limits the host")
  void theRootGroupIsNotTheContainers(String path) {
    Bundle bundle = containers.bundle("hello").setLinux("cgroupsPath", "\"" + path + "\"");

    containers.run(bundle).refused("linux.cgroupsPath", "no group of the container's own");
  }
}
