package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code linux.seccomp} is about system calls of Linux, and programs make none. */
@NotOnReference("runc applies it")
final class SeccompProfileTest {
  private static final String DENY_ALL =
      """
      {"defaultAction":"SCMP_ACT_KILL_PROCESS","architectures":["SCMP_ARCH_X86_64"],
       "syscalls":[{"names":["exit_group"],"action":"SCMP_ACT_ALLOW"}]}
      """;

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void itIsTakenAndSaidToApplyToNothing() {
    Path log = Scratch.file("log");
    Outcome outcome =
        containers
            .verb("--debug", "--debug-log", log, "run", "--bundle", bundle("hello").directory())
            .and(Scratch.newId())
            .run()
            .ok();

    assertThat(outcome.out()).isEqualTo("hello world\n");
    assertThat(log).content().contains("linux.seccomp applies to nothing");
  }

  @Test
  void theSandboxHasItsOwnFilterAndNoOther() {
    String id = containers.ready(bundle("sleep"));

    ProcessStatus status = ProcessStatus.of(containers.pid(id));
    assertThat(status.field("Seccomp")).isEqualTo("2");
    assertThat(status.field("Seccomp_filters")).isEqualTo("1");
  }

  private Bundle bundle(String guest) {
    return containers.bundle(guest).setLinux("seccomp", DENY_ALL);
  }
}
