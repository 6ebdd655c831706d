package io.jwasm.sentry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.Vfs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFileTest {
  private static final Credentials USER = Credentials.of(0, 0);

  @TempDir private Path directory;
  private Path etc;
  private Vfs vfs;

  @BeforeEach
  void makeTree() throws Exception {
    Path root = directory.resolve("rootfs");
    etc = Files.createDirectories(root.resolve("etc"));
    vfs =
        new Vfs(
            new MountNamespace(
                new Mount(HostFilesystem.at(root.toString()), false, "none", "bind")));
  }

  @Test
  void whatIsNotThereIsNull() throws Exception {
    assertThat(read("/etc/a.json", 16)).isNull();
    assertThat(read("/no/a.json", 16)).isNull();
    Files.writeString(etc.resolve("file"), "");
    assertThat(read("/etc/file/a.json", 16)).isNull();
  }

  @Test
  void aFileIsReadUpToItsBound() throws Exception {
    Files.writeString(etc.resolve("a.json"), "0123456789abcdef");
    assertThat(read("/etc/a.json", 16))
        .isEqualTo("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> read("/etc/a.json", 15))
        .isInstanceOf(BootException.class)
        .hasMessage("/etc/a.json in the container has more than 15 bytes; make it shorter");
    Files.writeString(etc.resolve("a.json"), "");
    assertThat(read("/etc/a.json", 16)).isEmpty();
  }

  @Test
  void linksLeadWithinTheContainer() throws Exception {
    Path outside = Files.writeString(directory.resolve("secret"), "of the host");
    Files.createSymbolicLink(etc.resolve("absolute"), outside);
    Files.createSymbolicLink(etc.resolve("above"), Path.of("../../secret"));
    Files.createSymbolicLink(etc.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(etc.resolve("inside"), Path.of("/etc/../../etc/b.json"));
    Files.writeString(etc.resolve("b.json"), "b");
    assertThat(read("/etc/absolute", 16)).isNull();
    assertThat(read("/etc/above", 16)).isNull();
    assertThat(read("/etc/inside", 16)).isEqualTo("b".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> read("/etc/loop", 16))
        .isInstanceOf(BootException.class)
        .hasMessage("cannot read /etc/loop in the container: too many levels of symbolic links");
  }

  @Test
  void whatIsNoRegularFileIsRefused() throws Exception {
    Files.createDirectory(etc.resolve("directory"));
    assertThatThrownBy(() -> read("/etc/directory", 16))
        .isInstanceOf(BootException.class)
        .hasMessage("/etc/directory in the container is not a regular file");
  }

  private byte[] read(String path, int mostBytes) throws BootException {
    return ImageFile.read(vfs, USER, path, mostBytes);
  }
}
