package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Children of a launcher that is killed: they neither go on nor are in the way of a delete. */
@Tag("security")
@NotOnReference("runc has other processes")
final class OrphansTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void aChildInAUserNamespaceEndsWithItsLauncher() {
    String id = Scratch.newId();
    Path bundle = containers.inUserNamespace("hello").directory();
    try (Pause pause = new Pause("pivot_root", containers.verb("create", "--bundle", bundle, id))) {
      kill(parent(pause.pid()));
      Eventually.until("an end of the child", () -> isGone(pause.pid()));
    }
    containers.verb("delete", "--force", id).run().ok();
    containers.assertNothingLeft();
  }

  /** One that hangs in a mount cannot even be killed: whoever deletes must not wait for it. */
  @Test
  void aChildDoesNotHoldTheLock() throws IOException {
    String id = Scratch.newId();
    Path bundle = containers.bundle("hello").directory();
    Path lock = containers.root().resolve(id).resolve("lock");
    try (Pause pause = new Pause("setsid", containers.verb("create", "--bundle", bundle, id))) {
      assertThat(openFiles(parent(pause.pid()))).contains(lock);
      assertThat(openFiles(pause.pid())).doesNotContain(lock);
      pause.resume();
      containers.awaitStatus(id, "created");
      containers.verb("delete", "--force", id).run().ok();
      pause.join().ok();
    }
  }

  private static List<Path> openFiles(String pid) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> fds = Files.newDirectoryStream(Path.of("/proc", pid, "fd"))) {
      for (Path fd : fds) {
        files.add(Files.readSymbolicLink(fd));
      }
    }
    return files;
  }

  private static String parent(String pid) {
    return ProcessStatus.of(Long.parseLong(pid)).field("PPid");
  }

  private static void kill(String pid) {
    Command.of("kill", "-KILL", pid).run().ok();
  }

  /** A process that has ended, but for what its parent has not asked yet. */
  private static boolean isGone(String pid) {
    return !Files.exists(Path.of("/proc", pid, "cwd", "."));
  }
}
