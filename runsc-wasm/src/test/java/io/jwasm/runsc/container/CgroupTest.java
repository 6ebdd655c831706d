package io.jwasm.runsc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
  @TempDir Path group;

  @Test
  void processesOfAllGroupsBelowAreListedAscending() throws Exception {
    // group: 30, 4     group/a: 7     group/a/b: (none)     group/c: 12, and one outside the pid
    // namespace
    write(group, "30\n4\n");
    write(group.resolve("a"), "7\n");
    write(group.resolve("a/b"), "");
    write(group.resolve("c"), "0\n12\n");
    Files.createSymbolicLink(group.resolve("loop"), group);
    assertThat(new Cgroup(group).processes()).containsExactly(4L, 7L, 12L, 30L);
  }

  @Test
  void removedGroupHasNoProcesses() throws Exception {
    assertThat(new Cgroup(group.resolve("gone")).processes()).isEmpty();
  }

  @Test
  void fileThatIsNoListOfPidsIsAFailure() throws Exception {
    write(group, "one\n");
    assertThatThrownBy(() -> new Cgroup(group).processes())
        .isInstanceOf(Failure.HostFailed.class)
        .hasMessageContaining("cgroup.procs is not a list of pids");
  }

  private static void write(Path directory, String pids) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("cgroup.procs"), pids);
  }
}
