package io.jwasm.sentry.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.PathWalker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExecutableTest {
  private static final byte[] MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private record Root(int uid, int gid) implements Caller {}

  @TempDir private Path root;

  @Test
  void aPathNamesTheModule() throws Exception {
    put("app/hello.wasm", MODULE);
    Executable found = find("/app/hello.wasm");
    assertThat(found.path()).isEqualTo("/app/hello.wasm");
    assertThat(found.function()).isEqualTo("_start");
    assertThat(found.bytes()).isEqualTo(MODULE);
  }

  @Test
  void aRelativePathStartsAtTheWorkingDirectory() throws Exception {
    put("work/hello.wasm", MODULE);
    assertThat(find("./hello.wasm").path()).isEqualTo("/work/./hello.wasm");
  }

  @Test
  void aNameIsLookedForInPath() throws Exception {
    put("opt/hello", MODULE);
    Files.createDirectories(root.resolve("bin/hello")); // a directory is passed over
    assertThat(find("hello").path()).isEqualTo("/opt/hello");
  }

  @Test
  void aHashNamesTheFunction() throws Exception {
    put("m.wasm", MODULE);
    assertThat(find("/m.wasm#main").function()).isEqualTo("main");
    assertThat(find("/m.wasm#main").path()).isEqualTo("/m.wasm");
  }

  @Test
  void aFileWhoseNameHasAHashIsItself() throws Exception {
    put("m#1.wasm", MODULE);
    assertThat(find("/m#1.wasm").function()).isEqualTo("_start");
    assertThat(find("/m#1.wasm#run").path()).isEqualTo("/m#1.wasm");
    assertThat(find("/m#1.wasm#run").function()).isEqualTo("run");
  }

  @ParameterizedTest
  @CsvSource({
    "62, x86-64",
    "183, aarch64",
    "3, 386",
    "40, arm",
    "243, riscv",
    "21, ppc64le",
    "22, s390x"
  })
  void anElfProgramIsNamedWithItsMachine(int machine, String name) throws Exception {
    byte[] elf = new byte[64];
    elf[0] = 0x7f;
    elf[1] = 'E';
    elf[2] = 'L';
    elf[3] = 'F';
    elf[5] = 1;
    elf[18] = (byte) machine;
    put("sh", elf);
    fails(
        "/sh",
        "exec format error: /sh is an ELF " + name + " program; jwasm runs WebAssembly modules");
  }

  @Test
  void otherFilesAreNamedWithTheRemedy() throws Exception {
    put("component.wasm", new byte[] {0, 'a', 's', 'm', 0x0d, 0, 1, 0});
    fails(
        "/component.wasm",
        "exec format error: /component.wasm is a WebAssembly component; jwasm runs core modules,"
            + " build it for wasm32-wasip1");
    put("new.wasm", new byte[] {0, 'a', 's', 'm', 2, 0, 0, 0});
    fails(
        "/new.wasm",
        "exec format error: /new.wasm is WebAssembly of version 2; jwasm runs version 1");
    put("short.wasm", Arrays.copyOf(MODULE, 5));
    fails(
        "/short.wasm",
        "exec format error: /short.wasm is a WebAssembly module that ends inside its header");
    put("run.sh", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
    fails("/run.sh", "exec format error: /run.sh is a script; jwasm runs WebAssembly modules");
    put("m.wat", "\n (module)".getBytes(StandardCharsets.UTF_8));
    fails("/m.wat", "exec format error: /m.wat is WebAssembly text; compile it with wat2wasm");
    put("empty", new byte[0]);
    fails("/empty", "exec format error: /empty is an empty file");
    put("text", "hi".getBytes(StandardCharsets.UTF_8));
    fails("/text", "exec format error: /text is not a WebAssembly module");
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    put("dir/f", MODULE);
    fails("/x.wasm", "/x.wasm: no such file or directory in the container");
    fails("/x.wasm#main", "/x.wasm: no such file or directory in the container");
    fails("nope", "nope: not found in the container's PATH");
    fails("/dir", "/dir: is a directory, name the module in it");
    fails("", "process.args[0] is empty: name the module to run");
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    fails("/loop", "/loop: too many levels of symbolic links in the container");
  }

  private void put(String path, byte[] content) throws Exception {
    Files.createDirectories(root.resolve(path).getParent());
    Files.write(root.resolve(path), content);
  }

  private Executable find(String arg0) throws Exception {
    Root user = new Root(0, 0);
    PathWalker walker =
        new PathWalker(
            new MountNamespace(
                new Mount(HostFilesystem.at(root.toString()), false, "none", "bind")),
            user);
    return Executable.find(
        new Executable.Search(walker, user, "/work", List.of("A=b", "PATH=/bin:/opt")), arg0);
  }

  private void fails(String arg0, String message) {
    assertThatThrownBy(() -> find(arg0))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage(message);
  }
}
