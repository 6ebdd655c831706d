package io.jwasm.runsc.container;

import io.jwasm.runsc.container.posix.ControlFifo;
import io.jwasm.runsc.container.posix.ForeignFile;
import io.jwasm.runsc.container.posix.SharedLock;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The state directory, {@code --root}: one directory per container.
 *
 * <pre>
 *   root/web1/lock         flock'd exclusively by the launcher while it changes anything
 *   root/web1/state.json   written by rename
 *   root/web1/control      a FIFO
 * </pre>
 *
 * Locks: reading takes the container's lock shared when it is free and reads without it when it is
 * not, so that a launcher that waits for a slow hook does not stop {@code list}.
 */
public final class ContainerStore {
  private static final long ANSWER_NANOS = 2_000_000_000L;
  private static final long PAUSE_NANOS = 1_000_000L;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The number in {@code sandbox.h}. */
  static final int USAGE_FD = 12;

  private final Path root;

  public ContainerStore(Path root) {
    this.root = root;
  }

  /**
   * The container called {@code id}.
   *
   * <p>Errors: {@code NotFound}; {@code InvalidState} when its state file is broken.
   */
  public Container get(ContainerId id) throws Failure {
    try {
      return read(root.resolve(id.directoryName())).orElseThrow(() -> notFound(id));
    } catch (NoSuchFileException _) {
      throw notFound(id);
    } catch (IOException e) {
      throw new Failure.InvalidState(broken(id.directoryName(), e));
    }
  }

  /** What is done with a container that nobody else changes meanwhile. */
  public interface Change {
    void make(Container container, ControlGroups groups) throws Failure;
  }

  /**
   * Changes a container that has a process.
   *
   * <p>Errors: {@code NotFound}; {@code InvalidState} when it has no process or its state file is
   * broken; those of the change.
   *
   * <p>Blocking: while another command changes it.
   */
  public void change(ContainerId id, Change change) throws Failure {
    Path directory = root.resolve(id.directoryName());
    try (SharedLock lock = SharedLock.lock(directory.resolve("lock"))) {
      assert lock.isOurs();
      Container container = Container.now(readWhole(directory), Container.Lock.FREE);
      container.requireProcess();
      change.make(container, groups(container));
    } catch (NoSuchFileException _) {
      throw notFound(id);
    } catch (IOException e) {
      throw new Failure.InvalidState(broken(id.directoryName(), e));
    }
  }

  /**
   * The control groups of a container.
   *
   * <p>Errors: {@code NotFound} when it has been deleted meanwhile.
   */
  public ControlGroups groups(Container container) throws Failure {
    try {
      return ControlGroups.of(
          container.state().cgroupPaths(), root.resolve(container.id().directoryName()));
    } catch (IOException _) {
      throw notFound(container.id());
    }
  }

  /**
   * Gives the sandbox of a container an order of {@link ControlFifo}.
   *
   * <p>Errors: {@code SandboxFailed} when it cannot be reached.
   */
  public void order(Container container, int order, long number) throws Failure {
    try {
      ControlFifo.send(
          root.resolve(container.id().directoryName()).resolve("control"), order, number);
    } catch (IOException e) {
      throw new Failure.SandboxFailed(
          "cannot reach the sandbox of container " + container.id() + ": " + e.getMessage(), e);
    }
  }

  /**
   * What the sandbox of a container says of its memory.
   *
   * <p>Errors: {@code SandboxFailed} when it cannot be reached, and when it does not answer.
   *
   * <p>Blocking: two seconds at most.
   */
  public MemoryReport memory(Container container) throws Failure {
    long request = RANDOM.nextLong(Long.MAX_VALUE);
    long deadlineNanos = System.nanoTime() + ANSWER_NANOS;
    order(container, ControlFifo.REPORT, request);
    while (System.nanoTime() - deadlineNanos < 0) {
      try {
        byte[] answer = ForeignFile.read(container.pid(), USAGE_FD, MemoryReport.BYTES);
        Optional<MemoryReport> report = MemoryReport.parse(answer, request);
        if (report.isPresent()) {
          return report.get();
        }
      } catch (IOException e) {
        throw new Failure.SandboxFailed(
            "cannot see what container " + container.id() + " uses: " + e.getMessage(), e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new Failure.SandboxFailed(
        "the sandbox of container " + container.id() + " does not say what it uses", null);
  }

  /**
   * All containers, by id. Entries that are no containers are passed over; one that is broken costs
   * one warning line and never the others.
   *
   * <p>Errors: {@code NotFound} when there is no state directory, {@code HostFailed} when it cannot
   * be read.
   */
  public List<Container> list(Consumer<String> warnings) throws Failure {
    List<Container> containers = new ArrayList<>();
    for (String name : names()) {
      try {
        read(root.resolve(name)).ifPresent(containers::add);
      } catch (NoSuchFileException _) {
        // Deleted since the directory was read.
      } catch (IOException e) {
        warnings.accept(broken(name, e));
      }
    }
    return containers;
  }

  private List<String> names() throws Failure {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (ContainerId.isDirectoryName(name)
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException _) {
      throw new Failure.NotFound("state directory " + root + " does not exist; see --root");
    } catch (IOException | DirectoryIteratorException e) {
      throw new Failure.HostFailed("cannot read state directory " + root + ": " + e, e);
    }
    names.sort(null);
    return names;
  }

  /** Empty: the directory is not a container's. */
  private static Optional<Container> read(Path directory) throws IOException {
    Path lockFile = directory.resolve("lock");
    Path stateFile = directory.resolve("state.json");
    if (!isThere(lockFile) && !isThere(stateFile)) {
      requireReadable(directory);
      return Optional.empty();
    }
    if (!isThere(lockFile)) {
      return Optional.of(Container.now(StateFile.read(directory), Container.Lock.FREE));
    }
    try (SharedLock lock = SharedLock.tryLock(lockFile)) {
      if (lock.isOurs()) {
        return Optional.of(Container.now(readWhole(directory), Container.Lock.FREE));
      }
      return Optional.of(Container.now(readWhileChanging(directory), Container.Lock.HELD));
    }
  }

  private static ContainerState readWhole(Path directory) throws IOException {
    try {
      return StateFile.read(directory);
    } catch (NoSuchFileException e) {
      requireReadable(directory);
      throw new IOException("it is missing", e);
    }
  }

  private static ContainerState readWhileChanging(Path directory) throws IOException {
    Map<String, Object> made =
        Files.readAttributes(directory, "unix:uid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    try {
      return StateFile.read(directory);
    } catch (IOException _) {
      return ContainerState.creating(
          new ContainerId(directory.getFileName().toString()),
          ((FileTime) made.get("lastModifiedTime")).toInstant(),
          (int) made.get("uid"));
    }
  }

  /**
   * Throws when the directory is gone or closed to us, which an absent file in it does not tell
   * apart.
   */
  private static void requireReadable(Path directory) throws IOException {
    try (var _ = Files.newDirectoryStream(directory)) {
      return;
    }
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private String broken(String name, IOException e) {
    if (e instanceof FileSystemException refused) {
      return "container " + name + " cannot be read: " + refused;
    }
    return "container "
        + name
        + " is broken: "
        + root.resolve(name).resolve("state.json")
        + ": "
        + e.getMessage()
        + "; remove it with: jwasm delete --force "
        + name;
  }

  private static Failure notFound(ContainerId id) {
    return new Failure.NotFound("container \"" + id + "\" does not exist");
  }
}
