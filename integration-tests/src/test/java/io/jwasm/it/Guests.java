package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The guest programs and the native tools of the tests, compiled when first asked for, into {@code
 * target/guests}.
 *
 * <p>Every guest that also makes sense natively exists twice, as {@code src/test/wat/NAME.wat} and
 * as {@code src/test/c/guests/NAME.c}, and does the same. The C source also compiles to WebAssembly
 * by way of wasi-libc. Those below {@code c/guests/fs} exist in C only.
 */
final class Guests {
  private static final Path SOURCES = Path.of("src/test").toAbsolutePath();
  private static final Path TARGET = Path.of("target/guests").toAbsolutePath();
  private static final Map<Path, Path> BUILT = new ConcurrentHashMap<>();

  private Guests() {}

  /** A WebAssembly module in the text format, with its names. */
  static Path wasm(String name) {
    Path source = SOURCES.resolve("wat/" + name + ".wat");
    return build(
        name + ".wasm",
        to ->
            Command.of("wat2wasm", "--enable-threads", "--enable-multi-memory", "--debug-names")
                .and(source, "-o", to));
  }

  /** A WebAssembly module from C with wasi-libc. */
  static Path wasi(String name) {
    Path source = SOURCES.resolve("c/guests/" + name + ".c");
    return build(
        name + ".wasi.wasm",
        to ->
            Command.of(
                "clang",
                "--target=wasm32-wasi",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                // poll(2) of wasi-libc has 160 bytes of stack for each descriptor.
                name.startsWith("net/") ? List.of("-Wl,-z,stack-size=8388608") : List.of(),
                source,
                "-o",
                to));
  }

  /** A WebAssembly module from Rust with Debian's compiler and its standard library. */
  static Path rust(String name) {
    Path source = SOURCES.resolve("rust/" + name + ".rs");
    return build(
        name + ".rust.wasm",
        to ->
            Command.of("/usr/bin/rustc", "--edition=2021", "--target=wasm32-wasi", "-Dwarnings")
                .and("-O", "-Cstrip=debuginfo", source, "-o", to));
  }

  /**
   * A WebAssembly module from C with threads, and without a C library: {@code threads.h} and {@code
   * thread.s} are what it needs of one.
   */
  static Path threaded(String name) {
    Path guests = SOURCES.resolve("c/guests");
    return build(
        name + ".wasm",
        to ->
            Command.of(
                "clang",
                "--target=wasm32-wasi",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-matomics",
                "-mbulk-memory",
                "-ftls-model=local-exec",
                "-ffreestanding",
                "-nostdlib",
                "-Wl,--no-entry,--import-memory,--shared-memory,--max-memory=67108864",
                guests.resolve(name + ".c"),
                guests.resolve("thread.s"),
                "-o",
                to));
  }

  /** A static native executable that does what the module of the same name does. */
  static Path executable(String name) {
    return compile(name, SOURCES.resolve("c/guests/" + name + ".c"));
  }

  /**
   * A static native executable for use by the tests: {@code console}, {@code hook}, {@code reaper}.
   */
  static Path tool(String name) {
    return compile(name + ".tool", SOURCES.resolve("c/tools/" + name + ".c"));
  }

  /** A native library for use by the tests, from the source of a tool. */
  static Path library(String name) {
    Path source = SOURCES.resolve("c/tools/" + name + ".c");
    return build(
        name + ".so",
        to ->
            Command.of(
                "cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", to));
  }

  private static Path compile(String target, Path source) {
    return build(
        target,
        to -> Command.of("cc", "-static", "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", to));
  }

  private static Path build(String target, Function<Path, Command> compiler) {
    return BUILT.computeIfAbsent(
        TARGET.resolve(target),
        file -> {
          try {
            Files.createDirectories(file.getParent());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          compiler.apply(file).run().ok();
          return file;
        });
  }
}
