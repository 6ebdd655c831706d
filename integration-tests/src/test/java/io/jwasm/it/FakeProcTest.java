package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is meant for the kernel is written to a procfs and to nothing else, whatever is mounted at
 * {@code /proc}.
 *
 * @see "CVE-2025-52881, CVE-2019-19921"
 */
@Tag("security")
@NotOnReference("the breaks are those of native runtimes")
final class FakeProcTest {
  /**
   * Runs the words where /proc is a memory file system with files of the names that are written.
   */
  private static final String ON_FAKE =
      """
      set -e
      mkdir -p "$FAKE"
      mount -t tmpfs fake "$FAKE"
      mkdir -p "$FAKE/self/attr" "$FAKE/sys/net/ipv4" "$FAKE/self/ns" "$FAKE/self/fd"
      next="$(seq $(($$ + 1)) $(($$ + 400)))"
      (cd "$FAKE"; mkdir $next)
      for i in $next; do
        : >"$FAKE/$i/uid_map"; : >"$FAKE/$i/gid_map"; : >"$FAKE/$i/setgroups"
        echo "$i (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0" >"$FAKE/$i/stat"
      done
      cat /proc/self/mountinfo >"$FAKE/self/mountinfo"; cat /proc/self/cgroup >"$FAKE/self/cgroup"
      ln -s "$BINARY" "$FAKE/self/exe"
      for i in $(seq 3 40); do ln -s "$BUNDLE" "$FAKE/self/fd/$i"; done
      echo 0 >"$FAKE/self/oom_score_adj"
      : >"$FAKE/self/attr/exec"; : >"$FAKE/sys/net/ipv4/ip_unprivileged_port_start"
      find "$FAKE" -type f -exec touch -d @0 {} +
      mount --bind "$FAKE" /proc
      "$@" >/dev/null || echo "status $?"
      umount /proc
      find "$FAKE" -type f -newermt @1 -printf 'written: %P\\n'
      """;

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void scoresAndKernelParametersAreNotWrittenToAFake() {
    Bundle bundle =
        containers
            .bundle("hello")
            .setProcess("oomScoreAdj", "500")
            .setLinux("sysctl", "{\"net.ipv4.ip_unprivileged_port_start\":\"7\"}");

    assertNothingWritten(bundle, "oomScoreAdj");
  }

  @Test
  void mapsOfUsersAreNotWrittenToAFake() {
    assertNothingWritten(containers.inUserNamespace("hello"), "uid_map.*not permitted");
  }

  /** One file over the real one, as a volume that is shared with a hostile container may be. */
  @Test
  void aFileMountedOverARealOneIsNotWritten() throws IOException {
    Path fake = Files.writeString(Scratch.file("fake"), "fake");
    Bundle bundle =
        containers.bundle("hello").setLinux("sysctl", "{\"kernel.domainname\":\"inside\"}");
    Outcome outcome =
        Command.of("unshare", "--mount", "--propagation", "private", "sh", "-c")
            .and("mount --bind $0 /proc/sys/kernel/domainname && exec \"$@\"", fake)
            .and(containers.running(bundle, Scratch.newId()).words())
            .run();

    outcome.refused("linux.sysctl", "kernel.domainname");
    assertThat(fake).hasContent("fake");
    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  /** What is mounted over a parameter is of procfs too, but another parameter. */
  @Test
  void aParameterIsNotSetAsAMountNamespaceThatIsJoinedHasIt() {
    String swap = "mount --bind /proc/sys/kernel/hostname /proc/sys/kernel/domainname";
    try (LiveProcess other =
        Command.of("unshare", "--mount", "--propagation", "private", "sh", "-c")
            .and(swap + " && echo ready && exec sleep 60")
            .start()) {
      other.awaitOutput("ready\n");
      String path = "{\"type\":\"mount\",\"path\":\"/proc/%d/ns/mnt\"}".formatted(other.pid());
      Bundle bundle =
          containers
              .bundle("sleep")
              .namespace("mount", path)
              .set("hostname", "\"name\"")
              .setLinux("sysctl", "{\"kernel.domainname\":\"domain\"}");
      long pid = containers.pid(containers.ready(bundle));

      Command read =
          Command.of("nsenter", "-t", pid, "-u", "cat")
              .and("/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname");
      assertThat(read.run().ok().out()).isEqualTo("name\ndomain\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc", "/proc/self", "/proc/self/attr", "/proc/sys", "/proc/../proc"})
  void aMountOverProcIsTheGuestsOwnMatter(String destination) throws IOException {
    Path fake = Scratch.newDirectory("fake");
    for (String name : new String[] {"self/attr/exec", "self/oom_score_adj", "attr/exec", "exec"}) {
      Files.createDirectories(fake.resolve(name).getParent());
      Files.writeString(fake.resolve(name), "fake");
    }
    Bundle bundle =
        containers
            .bundle("hello")
            .setProcess("oomScoreAdj", "500")
            .setProcess("apparmorProfile", "\"unconfined\"")
            .setProcess("selinuxLabel", "\"a:b:c:d\"")
            .setLinux("sysctl", "{\"net.ipv4.ip_unprivileged_port_start\":\"7\"}")
            .mount(
                "{\"destination\":\"%s\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"rbind\"]}"
                    .formatted(destination, fake));
    Map<String, String> before = Tree.of(fake);
    Outcome outcome = containers.run(bundle);

    assertThat(outcome.err()).doesNotContain("Exception", "\tat ").matches("([^\\n]*\\n)?");
    assertThat(Tree.of(fake)).isEqualTo(before);
  }

  private void assertNothingWritten(Bundle bundle, String refused) {
    String id = Scratch.newId();
    Outcome outcome =
        Command.of("unshare", "--mount", "--propagation", "private", "sh", "-c", ON_FAKE, "sh")
            .and(containers.running(bundle, id).words())
            .with("BINARY", containers.runtime().binary().toString())
            .with("BUNDLE", bundle.directory().toString())
            .with("FAKE", Scratch.file("proc").toString())
            .run()
            .ok();
    containers.verb("delete", "--force", id).run();

    assertThat(outcome.out()).as("%s", outcome).isEqualTo("status 1\n");
    assertThat(outcome.err()).matches("jwasm: cannot [^\\n]*" + refused + "[^\\n]*\\n");
  }
}
