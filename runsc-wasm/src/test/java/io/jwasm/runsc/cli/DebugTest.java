package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DebugTest {
  /** A call without a condition that a filter of a sandbox must not have. */
  private static final Set<String> NEVER_FREE =
      Set.of(
          "clone",
          "fallocate",
          "fcntl",
          "ftruncate",
          "ioctl",
          "mmap",
          "mprotect",
          "prctl",
          "socket",
          "tgkill");

  @Test
  void seccompPrintsEveryRuleWithItsReason() throws IOException {
    Call call = Call.of("debug", "seccomp");
    assertThat(call.status()).isZero();
    assertThat(call.err()).isEmpty();
    List<PolicyRule> rules = rules();
    assertThat(rules).hasSizeGreaterThan(100).allMatch(rule -> rule.reason().length() > 5);
    assertThat(call.out().lines()).hasSize(1 + rules.size() + 3);
    assertThat(call.out())
        .containsPattern("(?m)^CALL +ACTION +CONDITION +NETWORK +REASON$")
        .containsPattern("(?m)^read +allow +any +files and streams of the guest, orders$")
        .containsPattern("(?m)^mmap +allow +arg2 & 4 == 0 +any +Java heap")
        .containsPattern("(?m)^ftruncate +allow +arg0 > 12 +any +fd_filestat_set_size$")
        .containsPattern("(?m)^socket +allow +arg0 == 2 +host +AF_INET$")
        .containsPattern("(?m)^clone3 +ENOSYS +any +its flags")
        .containsPattern("(?m)^execve +kill +any +no program is ever started$");
  }

  @Test
  void atMostSeventyCallsAreAllowed() throws IOException {
    for (String network : List.of("none", "sandbox", "host")) {
      Set<String> calls = new TreeSet<>();
      rules().stream().filter(rule -> rule.allowsIn(network)).forEach(r -> calls.add(r.call()));
      assertThat(calls).hasSizeBetween(50, 70);
      assertThat(Call.of("debug", "seccomp").out())
          .contains("--network=" + network + ": " + calls.size() + " calls allowed\n");
    }
  }

  @Test
  void callsThatCanDoMoreThanASentryNeedsHaveAConditionOrAreNotThere() throws IOException {
    for (PolicyRule rule : rules()) {
      if (rule.action().equals("allow") && NEVER_FREE.contains(rule.call())) {
        assertThat(rule.condition()).as(rule.call()).isNotEmpty();
      }
    }
  }

  @Test
  void anUnknownTopicIsRefused() {
    assertThat(Call.of("debug", "everything").err())
        .contains("unknown topic \"everything\"; it is seccomp");
    assertThat(Call.of("debug").status()).isOne();
  }

  private static List<PolicyRule> rules() throws IOException {
    return PolicyRule.read(Files.readString(Path.of("src/main/seccomp/sandbox.policy")));
  }
}
