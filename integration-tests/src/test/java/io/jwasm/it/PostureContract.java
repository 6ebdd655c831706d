package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A sandbox has nothing to give away: whoever starts it and with whatever configuration, all of its
 * threads, looked at from outside, have what config.json grants, and nothing else.
 */
@Tag("security")
@NotOnReference("a native process has its root file system and its capabilities for itself")
abstract class PostureContract {
  /** docker's and podman's default list without what no sentry gets. */
  static final String USUAL_CAPABILITIES = "000000000000041b";

  private static Posture posture = new Posture();

  /** Starts {@code /sleep.wasm} with docker's options, and returns its process. */
  abstract long sleeping(String... options);

  /** Starts {@code /threads.wasm spin} with docker's options, and returns its process. */
  abstract long spinning(String... options);

  @AfterAll
  static void report(TestInfo test) {
    String name = test.getTestClass().orElseThrow().getSimpleName().replace("PostureTest", "");
    System.out.println(posture.figure(name.toLowerCase(java.util.Locale.ROOT)));
    posture = new Posture();
  }

  @Test
  void byDefault() {
    long pid = sleeping();
    inspect(pid);
    assertThat(capabilities(pid)).containsOnly(USUAL_CAPABILITIES);
  }

  @Test
  void ofManyGuestThreads() {
    long pid = spinning();
    inspect(pid);
    assertThat(SandboxProcess.of(pid).threads()).hasSizeGreaterThan(20);
  }

  @Test
  void asAnotherUser() {
    long pid = sleeping("--user=1234:2345", "--group-add=3456");
    inspect(pid);
    assertThat(ProcessStatus.of(pid).field("Uid")).isEqualTo("1234 1234 1234 1234");
    assertThat(ProcessStatus.of(pid).field("Gid")).isEqualTo("2345 2345 2345 2345");
    assertThat(ProcessStatus.of(pid).field("Groups")).contains("3456");
    assertThat(ProcessStatus.of(pid).field("CapEff")).isEqualTo(Grant.shown(0));
  }

  @Test
  void withEveryCapability() {
    long pid = sleeping("--cap-add=ALL");
    inspect(pid);
    assertThat(capabilities(pid)).containsOnly("000000000000041f");
  }

  @Test
  void withoutCapabilities() {
    long pid = sleeping("--cap-drop=ALL");
    inspect(pid);
    assertThat(capabilities(pid)).containsOnly(Grant.shown(0));
  }

  @Test
  void withBindMountsAndAReadOnlyRoot() {
    Path directory = Scratch.newDirectory("bind");
    inspect(
        sleeping(
            "--read-only",
            "--volume=" + directory + ":/writable",
            "--volume=" + directory + ":/readable:ro"));
  }

  @Test
  void inTheNamespacesOfTheHost() {
    inspect(sleeping("--ipc=host", "--uts=host", "--pid=host"));
  }

  @Test
  void withATerminal() {
    inspect(sleeping("--tty"));
  }

  @Test
  void withLimits() {
    inspect(sleeping("--ulimit=nofile=700:900", "--ulimit=core=-1:-1", "--oom-score-adj=500"));
  }

  final void inspect(long pid) {
    posture.inspect(SandboxProcess.of(pid));
  }

  /** The permitted, effective and bounding sets. */
  final List<String> capabilities(long pid) {
    ProcessStatus status = ProcessStatus.of(pid);
    return List.of(status.field("CapPrm"), status.field("CapEff"), status.field("CapBnd"));
  }
}
