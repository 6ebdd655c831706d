package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An OCI runtime that tests drive.
 *
 * @param binary the executable that engines are told about
 * @param flags what comes before the verb in every call
 * @param engineArgs what README tells to put into docker's {@code runtimeArgs}
 * @param format what it runs
 */
record ContainerRuntime(
    Path binary, List<String> flags, List<String> engineArgs, GuestFormat format) {
  /** Where the memory of all guests comes from, if not from where it comes by default. */
  private static final String PAGE_ALLOCATOR = System.getProperty("jwasm.page-allocator");

  /**
   * The distribution named by {@code jwasm.home}, or the runtime named by {@code jwasm.reference}.
   */
  static ContainerRuntime underTest() {
    String home = System.getProperty("jwasm.home");
    if (home != null) {
      Path binary = Path.of(home).toAbsolutePath().resolve("bin/jwasm");
      assertThat(binary).as("the distribution's launcher").isExecutable();
      List<String> flags =
          PAGE_ALLOCATOR == null ? List.of() : List.of("--page-allocator=" + PAGE_ALLOCATOR);
      List<String> engineArgs = new ArrayList<>(List.of("--platform=wasm"));
      engineArgs.addAll(flags);
      return new ContainerRuntime(binary, flags, List.copyOf(engineArgs), GuestFormat.WASM);
    }
    return nativeRuntime(System.getProperty("jwasm.reference", "/usr/sbin/runc"));
  }

  /** Whether the memory of all guests lies in the Java heap of their sandbox. */
  static boolean isOnJavaHeap() {
    return PAGE_ALLOCATOR != null && PAGE_ALLOCATOR.endsWith("heap");
  }

  /**
   * Whether the memory of all guests lies in files of their sandboxes, which are in no directory.
   */
  static boolean isInMemoryFiles() {
    return PAGE_ALLOCATOR == null || PAGE_ALLOCATOR.endsWith("memfd");
  }

  /** The same runtime in another place. */
  ContainerRuntime at(Path otherBinary) {
    return new ContainerRuntime(otherBinary, flags, engineArgs, format);
  }

  /** Options of {@code ctr run} that stand for the flags, which it cannot pass on. */
  List<String> ctrOptions() {
    return flags.isEmpty()
        ? List.of()
        : List.of("--annotation", "io.jwasm.page-allocator=" + PAGE_ALLOCATOR);
  }

  /** runc, the runtime to compare with. */
  static ContainerRuntime runc() {
    return nativeRuntime("/usr/sbin/runc");
  }

  private static ContainerRuntime nativeRuntime(String path) {
    Path binary = Path.of(path);
    assertThat(binary).as("a native runtime to compare with").isExecutable();
    return new ContainerRuntime(binary, List.of(), List.of(), GuestFormat.NATIVE);
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
