package io.jwasm.runsc.container;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      return read(id).orElseThrow(() -> notFound(id));
    } catch (NoSuchFileException _) {
      throw notFound(id);
    } catch (IOException e) {
      throw new Failure.InvalidState(broken(id, e));
    }
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
    for (ContainerId id : ids()) {
      try {
        read(id).ifPresent(containers::add);
      } catch (NoSuchFileException _) {
        // Deleted since the directory was read.
      } catch (IOException e) {
        warnings.accept(broken(id, e));
      }
    }
    return containers;
  }

  private List<ContainerId> ids() throws Failure {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (ContainerId.isValid(name) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException _) {
      throw new Failure.NotFound("state directory " + root + " does not exist; see --root");
    } catch (IOException | DirectoryIteratorException e) {
      throw new Failure.HostFailed("cannot read state directory " + root + ": " + e, e);
    }
    names.sort(null);
    return names.stream().map(ContainerId::new).toList();
  }

  /** Empty: the directory is not a container's. */
  private Optional<Container> read(ContainerId id) throws IOException {
    Path directory = root.resolve(id.text());
    Path lockFile = directory.resolve("lock");
    Path stateFile = directory.resolve("state.json");
    if (!isThere(lockFile) && !isThere(stateFile)) {
      requireReadable(directory);
      return Optional.empty();
    }
    int uid = (int) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!isThere(lockFile)) {
      return Optional.of(Container.now(StateFile.read(id, stateFile), Container.Lock.FREE, uid));
    }
    try (SharedLock lock = SharedLock.tryLock(lockFile)) {
      if (lock.isOurs()) {
        return Optional.of(Container.now(readWhole(id, directory), Container.Lock.FREE, uid));
      }
      return Optional.of(Container.now(readWhileChanging(id, directory), Container.Lock.HELD, uid));
    }
  }

  private static ContainerState readWhole(ContainerId id, Path directory) throws IOException {
    try {
      return StateFile.read(id, directory.resolve("state.json"));
    } catch (NoSuchFileException e) {
      requireReadable(directory);
      throw new IOException("it is missing", e);
    }
  }

  private static ContainerState readWhileChanging(ContainerId id, Path directory)
      throws IOException {
    FileTime made = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS);
    try {
      return StateFile.read(id, directory.resolve("state.json"));
    } catch (IOException _) {
      return ContainerState.creating(id, made.toInstant());
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

  private String broken(ContainerId id, IOException e) {
    Path directory = root.resolve(id.text());
    if (e instanceof FileSystemException refused) {
      return "container " + id + " cannot be read: " + refused;
    }
    return "container "
        + id
        + " is broken: "
        + directory.resolve("state.json")
        + ": "
        + e.getMessage()
        + "; remove it with: jwasm delete --force "
        + id;
  }

  private static Failure notFound(ContainerId id) {
    return new Failure.NotFound("container \"" + id + "\" does not exist");
  }
}
