package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the container's process has, and has not, of the host: limits, privileges, descriptors,
 * environment.
 */
final class SandboxTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  @NotOnReference("the guest's own limit is kept by jwasm's sentry")
  void fewerFilesThanTheJvmNeedsAreEnoughForTheGuest() {
    Bundle bundle =
        containers
            .bundle("hello")
            .setProcess("rlimits", "[{\"type\":\"RLIMIT_NOFILE\",\"soft\":4,\"hard\":4}]");

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  @NotOnReference("jwasm's process has 64 more than its guest")
  void resourceLimitsAreSet() throws IOException {
    Bundle bundle =
        containers
            .bundle("sleep")
            .setProcess(
                "rlimits",
                """
                [{"type":"RLIMIT_NOFILE","soft":700,"hard":900},{"type":"RLIMIT_CORE","soft":0,"hard":0}]
                """);
    String limits = Files.readString(Path.of("/proc/%d/limits".formatted(readyPid(bundle))));

    // jwasm's process gets 64 more than its guest, for the files of the JVM.
    assertThat(limits.lines())
        .anyMatch(line -> line.matches("Max open files +764 +964 .*"))
        .anyMatch(line -> line.matches("Max core file size +0 +0 .*"));
  }

  @Test
  void withoutConfiguredCapabilitiesItHasNone() {
    ProcessStatus status = ProcessStatus.of(readyPid(containers.bundle("sleep")));

    assertThat(status.field("CapEff")).isEqualTo("0000000000000000");
    assertThat(status.field("CapPrm")).isEqualTo("0000000000000000");
    assertThat(status.field("CapInh")).isEqualTo("0000000000000000");
    assertThat(status.field("CapBnd")).isEqualTo("0000000000000000");
  }

  @Test
  void itCanGainNoPrivileges() {
    assertThat(ProcessStatus.of(readyPid(containers.bundle("sleep"))).field("NoNewPrivs"))
        .isEqualTo("1");
  }

  @Test
  void theEnvironmentOfTheCallerDoesNotReachIt() throws IOException {
    String id = Scratch.newId();
    containers
        .verb("create", "--bundle", containers.bundle("sleep").directory(), id)
        .with("SECRET", "of-the-host")
        .run()
        .ok();
    containers.start(id).ok();

    assertThat(Files.readString(Path.of("/proc/%d/environ".formatted(containers.pid(id)))))
        .doesNotContain("of-the-host");
  }

  @Test
  void descriptorsOfTheCallerDoNotReachIt() throws IOException {
    Path secret = Files.writeString(Scratch.file("secret"), "secret");
    String id = Scratch.newId();
    Command create =
        containers.verb("create", "--bundle", containers.bundle("sleep").directory(), id);
    Command.of("sh", "-c", "exec 3<$0 9<$0; exec \"$@\"", secret, create.words()).run().ok();
    long created = containers.pid(id);
    containers.start(id).ok();

    assertThat(descriptors(created)).noneMatch(target -> target.contains("secret"));
    assertThat(descriptors(created))
        .noneMatch(target -> target.equals(containers.root().toString()));
  }

  @Test
  void itLeadsASessionOfItsOwn() throws IOException {
    long pid = readyPid(containers.bundle("sleep"));
    String[] stat =
        Files.readString(Path.of("/proc/%d/stat".formatted(pid)))
            .split("\\) ", 2)[1]
            .split(" ", -1);

    // State, parent, process group, session.
    assertThat(stat[2]).isEqualTo(Long.toString(pid));
    assertThat(stat[3]).isEqualTo(Long.toString(pid));
  }

  @Test
  void theOutOfMemoryScoreIsSet() throws IOException {
    long pid = readyPid(containers.bundle("sleep").setProcess("oomScoreAdj", "500"));

    assertThat(Files.readString(Path.of("/proc/%d/oom_score_adj".formatted(pid))).strip())
        .isEqualTo("500");
  }

  private long readyPid(Bundle bundle) {
    return containers.pid(containers.ready(bundle));
  }

  private static List<String> descriptors(long pid) throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
      return fds.map(SandboxTest::target).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return "";
    }
  }
}
