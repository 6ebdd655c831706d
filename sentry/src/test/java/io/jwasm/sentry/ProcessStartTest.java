package io.jwasm.sentry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleLimits;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Vfs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessStartTest {
  private static final Credentials USER = Credentials.of(0, 0);
  private static final StdioConfig ABSENT = StdioConfig.absent();

  @TempDir private Path root;
  private Vfs vfs;

  @BeforeEach
  void makeTree() throws Exception {
    Files.createDirectories(root.resolve("work/sub"));
    Files.createDirectory(root.resolve("data"));
    Files.writeString(root.resolve("data/file"), "");
    Files.createSymbolicLink(root.resolve("data/out"), Path.of("../work"));
    vfs =
        new Vfs(
            new MountNamespace(
                new Mount(HostFilesystem.at(root.toString()), false, "none", "bind")));
  }

  @Test
  void environmentIsThatOfTheConfiguration() throws Exception {
    assertThat(start("/", List.of("A=1", "A=2"), null).image().env()).containsExactly("A=1", "A=2");
    assertThat(start("//", List.of(), null).image().env()).isEmpty();
  }

  @Test
  void workingDirectoryIsToldInPwd() throws Exception {
    assertThat(start("/work", List.of("A=1"), null).image().env())
        .containsExactly("A=1", "PWD=/work");
    assertThat(start("/work", List.of("PWD=/else"), null).image().env())
        .containsExactly("PWD=/else");
    assertThat(start("/work", List.of(), null).image().cwd()).isEqualTo("/work");
  }

  @Test
  void rootIsDescriptor3AndTheWorkingDirectory4() throws Exception {
    assertThat(names(start("/", List.of(), null).fds())).containsExactly("/");
    assertThat(names(start("/work", List.of(), null).fds())).containsExactly("/", ".");
  }

  @Test
  void configuredDirectoriesAreTheOnlyOnesAndCannotBeLeft() throws Exception {
    FdTable fds = start("/work", List.of(), List.of(new Preopen("d", "/data"))).fds();
    assertThat(names(fds)).containsExactly("d");
    DirectoryDescription data = (DirectoryDescription) fds.get(3).file();
    assertThat(vfs.open(USER, data, "file", OpenFlags.READ, 0).readable()).isTrue();
    assertThatThrownBy(() -> vfs.open(USER, data, "out/sub", OpenFlags.READ, 0))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTCAPABLE));
    assertThat(names(start("/", List.of(), List.of()).fds())).isEmpty();
  }

  @Test
  void configuredDirectoryThatIsNoneIsRefusedByName() {
    for (String path : new String[] {"/no", "/data/file"}) {
      assertThatThrownBy(() -> start("/", List.of(), List.of(new Preopen("d", path))).fds())
          .isInstanceOf(ExecFormatException.class)
          .hasMessageStartingWith(
              "annotation io.jwasm.preopens: cannot open " + path + " in the container: ");
    }
  }

  @Test
  void missingWorkingDirectoryIsMade() throws Exception {
    start("/new/dir", List.of(), null).enterCwd();
    assertThat(root.resolve("new/dir")).isDirectory();
  }

  @Test
  void workingDirectoryThatIsAFileIsRefused() {
    assertThatThrownBy(() -> start("/data/file", List.of(), null).enterCwd())
        .isInstanceOf(ExecFormatException.class)
        .hasMessageStartingWith("process.cwd: /data/file is not a directory that can be entered");
    assertThatThrownBy(() -> start("/data/file/x", List.of(), null).enterCwd())
        .isInstanceOf(ExecFormatException.class)
        .hasMessageStartingWith("process.cwd: /data/file/x is not a directory");
  }

  private ProcessStart start(String cwd, List<String> env, List<Preopen> preopens) {
    return new ProcessStart(
        vfs,
        new ProcessSpec(
            List.of("a"),
            env,
            cwd,
            ABSENT,
            ABSENT,
            ABSENT,
            64,
            USER,
            preopens,
            null,
            ModuleLimits.standard(),
            ThreadGroup.LEADER_STACK_BYTES),
        ListeningSockets.NONE);
  }

  private static List<String> names(FdTable fds) throws ErrnoException {
    List<String> names = new ArrayList<>();
    for (int fd = fds.next(3); fd >= 0; fd = fds.next(fd + 1)) {
      names.add(fds.get(fd).file().preopenName());
    }
    return names;
  }
}
