package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The containers of one test, below a state directory of their own ({@code --root}). After the test
 * they are deleted with force, and a test that has passed fails when a mount, a cgroup, a process
 * or a state directory is left then.
 */
final class Containers implements BeforeEachCallback, AfterEachCallback {
  private final ContainerRuntime runtime;
  private Path root = Scratch.directory();
  private List<String> before = List.of();

  Containers(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  static Containers underTest() {
    return new Containers(ContainerRuntime.underTest());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    root = Scratch.newDirectory("r");
    before = HostTraces.of(Scratch.marker());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stateDirectories().forEach(id -> verb("delete", "--force", id).run());
    try {
      if (context.getExecutionException().isEmpty()) {
        assertNothingLeft();
      }
    } finally {
      HostTraces.clear(Scratch.marker());
    }
  }

  ContainerRuntime runtime() {
    return runtime;
  }

  /** The directory given to {@code --root}. */
  Path root() {
    return root;
  }

  /** A new bundle that runs the guest. */
  Bundle bundle(String guest, String... arguments) {
    return Bundle.of(runtime, guest, arguments);
  }

  /** A new bundle that runs a guest of which there is only the C source. */
  Bundle program(String guest, String... arguments) {
    return Bundle.ofProgram(runtime, guest, arguments);
  }

  /**
   * A new bundle that runs the guest in a user namespace of its own, whose root is an ordinary user
   * of the host.
   */
  Bundle inUserNamespace(String guest) {
    return bundle(guest)
        .namespace("user", "{\"type\":\"user\"}")
        .setLinux("uidMappings", "[{\"containerID\":0,\"hostID\":100000,\"size\":65536}]")
        .setLinux("gidMappings", "[{\"containerID\":0,\"hostID\":200000,\"size\":65536}]");
  }

  /** The runtime with the words after its {@code --root}. */
  Command verb(Object... words) {
    return Command.of(runtime.binary(), "--root", root, runtime.flags()).and(words);
  }

  /** Runs the bundle's process in the foreground. */
  Outcome run(Bundle bundle) {
    return running(bundle, Scratch.newId()).run();
  }

  /** The command that runs the bundle's process in the foreground. */
  Command running(Bundle bundle, String id) {
    return verb("run", "--bundle", bundle.directory(), id);
  }

  Outcome create(Bundle bundle, String id) {
    return verb("create", "--bundle", bundle.directory(), id).run();
  }

  Outcome start(String id) {
    return verb("start", id).run();
  }

  Outcome kill(String id, String signal) {
    return verb("kill", id, signal).run();
  }

  Outcome delete(String id) {
    return verb("delete", id).run();
  }

  JsonNode state(String id) {
    return verb("state", id).run().ok().json();
  }

  String status(String id) {
    return state(id).path("status").asText();
  }

  long pid(String id) {
    return state(id).path("pid").asLong();
  }

  /** Returns when the container has the status. */
  void awaitStatus(String id, String status) {
    Eventually.until("container " + id + " " + status, () -> status(id).equals(status));
  }

  /** A container that is created and whose process waits for start. */
  String created(Bundle bundle) {
    String id = Scratch.newId();
    create(bundle, id).ok();
    return id;
  }

  /** A container whose process has said "ready". */
  String ready(Bundle bundle) {
    String id = Scratch.newId();
    Outcome created = create(bundle, id).ok();
    start(id).ok();
    Eventually.until("ready on standard output of " + id, () -> created.out().contains("ready\n"));
    return id;
  }

  /** A container whose process has ended. */
  String stopped() {
    String id = created(bundle("hello"));
    start(id).ok();
    awaitStatus(id, "stopped");
    return id;
  }

  /**
   * Fails when something of this test is left on the machine. Processes get a moment to be reaped.
   */
  void assertNothingLeft() {
    assertThat(stateDirectories()).as("state directories").isEmpty();
    Eventually.until(
        () -> "an end of " + newTraces(), Duration.ofSeconds(5), () -> newTraces().isEmpty());
  }

  /** Names in the state directory; a lock file that belongs to no container is not counted. */
  List<String> stateDirectories() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> newTraces() {
    return HostTraces.of(Scratch.marker()).stream()
        .filter(trace -> !before.contains(trace))
        .toList();
  }
}
