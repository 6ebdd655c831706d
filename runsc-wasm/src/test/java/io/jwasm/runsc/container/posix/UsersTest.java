package io.jwasm.runsc.container.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UsersTest {
  @Test
  void effectiveIdsAreThoseOfThisProcess() throws IOException {
    Path self = Path.of("/proc/self");
    assertThat(Users.effectiveUid()).isEqualTo(Files.getAttribute(self, "unix:uid"));
    assertThat(Users.effectiveGid()).isEqualTo(Files.getAttribute(self, "unix:gid"));
  }

  @Test
  void knownUserHasAName() {
    assertThat(Users.nameOf(0)).isEqualTo("root");
  }

  @Test
  void unknownUserIsANumber() {
    assertThat(Users.nameOf(4_000_123)).isEqualTo("#4000123");
    assertThat(Users.nameOf(-2)).isEqualTo("#4294967294");
  }
}
