package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The one directory below which everything happens, and the programs made for this run. Its name,
 * the marker, is also in the name of every container and cgroup, so that what a run leaves behind
 * is found and removed when the Java runtime ends, be it by an interrupt.
 */
final class Workshop {
  private static final Path WATS = Path.of("integration-tests/src/test/wat");
  private static final Path GUESTS = Path.of("integration-tests/src/test/c/guests");
  private static final Path SOURCES = Path.of("integration-tests/src/bench");
  private static final long GRACE_SECONDS = 15;

  private final Path directory;
  private final AtomicInteger counter = new AtomicInteger();

  /** Newest first; guarded by this. */
  private final Deque<Process> daemons = new ArrayDeque<>();

  /** Guarded by this. */
  private boolean closed;

  private Workshop(Path directory) {
    this.directory = directory;
  }

  /** A new workshop, which goes away with the Java runtime. */
  static Workshop open() throws BenchException {
    String marker = "jwbench" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    // The path is short, because unix sockets lie in it.
    Path directory = Path.of("/tmp", marker);
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    } catch (IOException e) {
      throw new BenchException("cannot make " + directory + ": " + e.getMessage(), e);
    }
    Workshop workshop = new Workshop(directory);
    Runtime.getRuntime().addShutdownHook(new Thread(workshop::close, "teardown"));
    workshop.compile(SOURCES.resolve("c/stopwatch.c"), workshop.stopwatch());
    return workshop;
  }

  /** A text that nobody else on the machine uses. */
  String marker() {
    return directory.getFileName().toString();
  }

  Path directory() {
    return directory;
  }

  /** The program below which the others are timed. */
  Path stopwatch() {
    return directory.resolve("stopwatch");
  }

  /** The text of a config.json that runs /PROGRAM. */
  Path configuration() {
    return SOURCES.resolve("config.json");
  }

  /** The script that runs a module with node. */
  Path nodeScript() {
    return SOURCES.resolve("node/run.mjs").toAbsolutePath();
  }

  /** A path that does not exist yet. */
  Path newPath(String kind) {
    return directory.resolve(kind + "-" + counter.incrementAndGet());
  }

  /** A new directory. */
  Path newDirectory(String kind) throws BenchException {
    try {
      return Files.createDirectory(newPath(kind));
    } catch (IOException e) {
      throw new BenchException("cannot make a directory: " + e.getMessage(), e);
    }
  }

  /** A container's name that was not used before. */
  String newId() {
    return marker() + "-" + counter.incrementAndGet();
  }

  /** The guest of that name as a WebAssembly module. */
  Path module(String guest) throws BenchException {
    Path module = directory.resolve(guest + ".wasm");
    if (!Files.exists(module)) {
      make("wat2wasm", WATS.resolve(guest + ".wat").toAbsolutePath(), "-o", module);
    }
    return module;
  }

  /** The guest of that name as a static executable of this machine. */
  Path executable(String guest) throws BenchException {
    Path executable = directory.resolve(guest);
    if (!Files.exists(executable)) {
      compile(GUESTS.resolve(guest + ".c"), executable);
    }
    return executable;
  }

  /** The program of that name among those that only measure, as a module. */
  Path benchModule(String name) throws BenchException {
    Path module = directory.resolve(name + ".wasm");
    if (!Files.exists(module)) {
      make("clang", "--target=wasm32-wasi", "-O2", benchSource(name), "-o", module);
    }
    return module;
  }

  /** The same program as a static executable of this machine. */
  Path benchExecutable(String name) throws BenchException {
    Path executable = directory.resolve(name);
    if (!Files.exists(executable)) {
      compile(benchSource(name), executable);
    }
    return executable;
  }

  /** The program of that name among those that use a network, as a module. */
  Path networkModule(String name) throws BenchException {
    Path module = directory.resolve(name + ".wasm");
    if (!Files.exists(module)) {
      // poll(2) of wasi-libc has 160 bytes of stack for each descriptor.
      make(
          "clang",
          "--target=wasm32-wasi",
          "-O2",
          "-Wl,-z,stack-size=8388608",
          networkSource(name),
          "-o",
          module);
    }
    return module;
  }

  /** The same program as a static executable of this machine. */
  Path networkExecutable(String name) throws BenchException {
    Path executable = directory.resolve(name);
    if (!Files.exists(executable)) {
      compile(networkSource(name), executable);
    }
    return executable;
  }

  private static Path networkSource(String name) {
    return GUESTS.resolve("net/" + name + ".c").toAbsolutePath();
  }

  private static Path benchSource(String name) {
    return SOURCES.resolve("c/" + name + ".c").toAbsolutePath();
  }

  /** Executes a program that prepares something. */
  void make(Object... words) throws BenchException {
    Path log = newPath("log");
    Command command = new Command(this, words);
    try {
      if (command.start(newPath("out"), log).waitFor() != 0) {
        throw new BenchException(command + ": " + Files.readString(log).strip());
      }
    } catch (IOException e) {
      throw new BenchException("cannot read " + log + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException(command + ": interrupted", e);
    }
  }

  private void compile(Path source, Path executable) throws BenchException {
    make("gcc", "-O2", "-static", source.toAbsolutePath(), "-o", executable);
  }

  /** Starts a process, unless the Java runtime is ending: nobody returns from here then. */
  Process start(ProcessBuilder builder) throws BenchException {
    synchronized (this) {
      if (!closed) {
        try {
          return builder.start();
        } catch (IOException e) {
          throw new BenchException(e.getMessage().strip(), e);
        }
      }
    }
    while (true) {
      LockSupport.park(this);
    }
  }

  /** Has the process ended, by {@link #end}, before anything else is removed. */
  synchronized void daemon(Process process) {
    daemons.addFirst(process);
  }

  /** Asks the process to end and makes it end when it does not. Doing so twice does no harm. */
  void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private void close() {
    synchronized (this) {
      closed = true;
      daemons.forEach(this::end);
    }
    new Traces(marker()).remove(directory);
  }
}
