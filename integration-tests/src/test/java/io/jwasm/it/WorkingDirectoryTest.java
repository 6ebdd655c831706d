package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code process.cwd}: what is there, what is made, and where paths start. */
@NotOnReference("relative paths and their directory are WASI's")
final class WorkingDirectoryTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void pathsStartThereAndAbsoluteOnesAtTheRoot() {
    Bundle bundle =
        bundle("/work", "read", "here", "read", "/etc/there", "list", ".", "mkdir", "made")
            .put("/work/here", text("of work"))
            .put("/etc/there", text("of etc"));

    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly(
            "read here: \"of work\"",
            "read /etc/there: \"of etc\"",
            "list .: here",
            "mkdir made: ok");
    assertThat(bundle.rootfs().resolve("work/made")).isDirectory();
  }

  @Test
  void aMissingDirectoryIsMade() {
    Bundle bundle = bundle("/work/new", "write", "file", "x", "read", "/work/new/file");

    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly("write file: ok", "read /work/new/file: \"x\"");
    assertThat(bundle.rootfs().resolve("work/new/file")).hasContent("x");
  }

  @Test
  void aMissingDirectoryThatCannotBeMadeIsEmpty() {
    Bundle bundle = bundle("/work/new", "list", ".", "write", "file", "x");
    bundle.set("root", "{\"path\": \"rootfs\", \"readonly\": true}");

    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly("list .: ", "write file: EROFS");
    assertThat(bundle.rootfs().resolve("work")).doesNotExist();
  }

  @Test
  void aUserWhoMayNotMakeItFindsItEmpty() {
    Bundle bundle = bundle("/work/new", "list", ".", "write", "file", "x");
    bundle.setProcess("user", "{\"uid\": 1000, \"gid\": 1000}");

    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly("list .: ", "write file: EROFS");
    assertThat(bundle.rootfs().resolve("work")).doesNotExist();
  }

  @Test
  void aFileIsRefused() {
    containers
        .run(bundle("/file.wasm"))
        .refused("process.cwd: /file.wasm is not a directory that can be entered");
  }

  @Test
  void aDescriptorOfTheSandboxIsRefused() {
    for (int fd = 0; fd < 16; fd++) {
      containers
          .run(bundle("/proc/self/fd/" + fd, "list", "."))
          .refused("process.cwd: /proc/self/fd/" + fd + " is not a directory");
    }
  }

  @Test
  void itsNameIsToldInPwdUnlessTheConfigurationDoes() {
    Bundle bundle = containers.bundle("env").setProcess("cwd", "\"/usr\"");

    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly("PATH=/usr/bin:/bin", "PWD=/usr");
    assertThat(containers.run(bundle.env("PWD=/else")).ok().out().lines())
        .containsExactly("PATH=/usr/bin:/bin", "PWD=/else");
    assertThat(containers.run(containers.bundle("env")).ok().out().lines())
        .containsExactly("PATH=/usr/bin:/bin");
  }

  @Test
  void newFilesHaveTheModeThatTheUmaskLeaves() throws Exception {
    Bundle bundle = bundle("/work", "write", "file", "x", "mkdir", "dir");
    assertThat(modes(bundle)).isEqualTo("-rw-r--r-- drwxr-xr-x");
    bundle.setProcess("user", "{\"uid\": 0, \"gid\": 0, \"umask\": 63}");
    assertThat(modes(bundle)).isEqualTo("-rw------- drwx------");
    bundle.setProcess("user", "{\"uid\": 0, \"gid\": 0, \"umask\": 0}");
    assertThat(modes(bundle)).isEqualTo("-rw-rw-rw- drwxrwxrwx");
  }

  @Test
  void anAdditionalGroupOpensItsDirectory() {
    Bundle bundle = bundle("/shared", "write", "file", "x");
    assertThat(bundle.rootfs().resolve("shared").toFile().mkdir()).isTrue();
    Command.of("chown", "0:4000", bundle.rootfs().resolve("shared")).run().ok();
    Command.of("chmod", "0770", bundle.rootfs().resolve("shared")).run().ok();
    bundle.setProcess("user", "{\"uid\": 1000, \"gid\": 1000, \"additionalGids\": [4000]}");

    assertThat(containers.run(bundle).ok().out()).isEqualTo("write file: ok\n");
  }

  private String modes(Bundle bundle) throws Exception {
    containers.run(bundle).ok();
    String modes =
        Command.of("stat", "-c", "%A")
            .and(bundle.rootfs().resolve("work/file"), bundle.rootfs().resolve("work/dir"))
            .run()
            .ok()
            .out()
            .strip()
            .replace('\n', ' ');
    Files.delete(bundle.rootfs().resolve("work/file"));
    Files.delete(bundle.rootfs().resolve("work/dir"));
    return modes;
  }

  private Bundle bundle(String cwd, String... operations) {
    return containers.program("fs/file", operations).setProcess("cwd", "\"" + cwd + "\"");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
