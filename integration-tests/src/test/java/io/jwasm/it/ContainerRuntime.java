package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/**
 * An OCI runtime that tests drive.
 *
 * @param binary the executable that engines are told about
 * @param engineArgs what README tells to put into docker's {@code runtimeArgs}
 * @param format what it runs
 */
record ContainerRuntime(Path binary, List<String> engineArgs, GuestFormat format) {

  /**
   * The distribution named by {@code jwasm.home}, or the runtime named by {@code jwasm.reference}.
   */
  static ContainerRuntime underTest() {
    String home = System.getProperty("jwasm.home");
    if (home != null) {
      Path binary = Path.of(home).toAbsolutePath().resolve("bin/jwasm");
      assertThat(binary).as("the distribution's launcher").isExecutable();
      return new ContainerRuntime(binary, List.of("--platform=wasm"), GuestFormat.WASM);
    }
    return nativeRuntime(System.getProperty("jwasm.reference", "/usr/sbin/runc"));
  }

  /** runc, the runtime to compare with. */
  static ContainerRuntime runc() {
    return nativeRuntime("/usr/sbin/runc");
  }

  private static ContainerRuntime nativeRuntime(String path) {
    Path binary = Path.of(path);
    assertThat(binary).as("a native runtime to compare with").isExecutable();
    return new ContainerRuntime(binary, List.of(), GuestFormat.NATIVE);
  }

  /** The file to execute for a guest: {@code hello}, {@code cat}, ... */
  Path guest(String name) {
    return switch (format) {
      case WASM -> Guests.wasm(name);
      case NATIVE -> Guests.executable(name);
    };
  }

  /** The file to execute for a guest of which there is only the C source: {@code fs/open}, ... */
  Path program(String name) {
    return switch (format) {
      case WASM -> Guests.wasi(name);
      case NATIVE -> Guests.executable(name);
    };
  }
}
