package io.jwasm.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A sandbox as the host's {@code /proc} shows it, with the configuration that it was made from. All
 * of it is found from the process alone: its log lies in its state directory, which names the
 * bundle.
 *
 * @param pid the process
 * @param stateDirectory {@code ROOT/ID}
 * @param config its config.json
 */
record SandboxProcess(long pid, Path stateDirectory, JsonNode config) {

  static SandboxProcess of(long pid) {
    try {
      Path log = Files.readSymbolicLink(Path.of("/proc/%d/fd/1".formatted(pid)));
      Path directory = log.getParent();
      JsonNode state = Json.parse(Files.readString(directory.resolve("state.json")));
      Path bundle = Path.of(state.path("bundle").asText());
      return new SandboxProcess(
          pid, directory, Json.parse(Files.readString(bundle.resolve("config.json"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of {@code /proc/PID}. */
  Path proc(String name) {
    return Path.of("/proc/" + pid, name);
  }

  /** The content of a file of {@code /proc/PID}. */
  String read(String name) {
    try {
      return Files.readString(proc(name), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file of the tests' own {@code /proc/self}. */
  static String self(String name) {
    return new SandboxProcess(ProcessHandle.current().pid(), Path.of("/"), null).read(name);
  }

  /** Where a link of {@code /proc/PID} leads, by name. */
  String link(String name) {
    try {
      return Files.readSymbolicLink(proc(name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names in a directory of {@code /proc/PID}, sorted. */
  List<String> names(String directory) {
    try (Stream<Path> names = Files.list(proc(directory))) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The threads as they are now; one may be gone when it is looked at. */
  List<Long> threads() {
    return names("task").stream().map(Long::valueOf).toList();
  }

  /** Its mounts by their identifiers, as the kernel lists them. */
  Map<Integer, MountLine> mounts() {
    Map<Integer, MountLine> mounts = new TreeMap<>();
    read("mountinfo").lines().map(MountLine::of).forEach(each -> mounts.put(each.id(), each));
    return mounts;
  }

  /** Its open files by number. */
  Map<Integer, OpenFile> files() {
    Map<Integer, OpenFile> files = new TreeMap<>();
    for (String name : names("fd")) {
      files.put(Integer.valueOf(name), open(name));
    }
    return files;
  }

  private OpenFile open(String number) {
    try {
      int mode = (Integer) Files.getAttribute(proc("fd/" + number), "unix:mode");
      Map<String, Long> info = new TreeMap<>();
      for (String line : read("fdinfo/" + number).lines().limit(3).toList()) {
        String[] words = line.split(":\\s+", 2);
        info.put(words[0], Long.parseLong(words[1], words[0].equals("flags") ? 8 : 10));
      }
      return new OpenFile(
          link("fd/" + number),
          proc("fd/" + number),
          mode,
          info.get("flags"),
          info.get("mnt_id").intValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One line of {@code mountinfo}.
   *
   * @param id identifier
   * @param point mount point as seen by the process
   * @param options of the mount, not of the file system
   * @param isPrivate whether mounts neither come in nor go out
   * @param type of the file system
   */
  record MountLine(int id, String point, List<String> options, boolean isPrivate, String type) {
    static MountLine of(String line) {
      String[] halves = line.split(" - ", 2);
      String[] words = halves[0].split(" ", -1);
      return new MountLine(
          Integer.parseInt(words[0]),
          words[4],
          Arrays.asList(words[5].split(",", -1)),
          words.length == 6,
          halves[1].split(" ", 2)[0]);
    }
  }

  /**
   * An open file.
   *
   * @param name where the link in {@code /proc/PID/fd} leads, by name
   * @param link that link
   * @param mode type and permissions
   * @param flags of open(2)
   * @param mount identifier of the mount it was opened on
   */
  record OpenFile(String name, Path link, int mode, long flags, int mount) {
    private static final int TYPE = 0170000;
    private static final int ACCESS = 3;
    private static final long O_PATH = 010000000;

    boolean isDirectory() {
      return (mode & TYPE) == 0040000;
    }

    boolean isRegular() {
      return (mode & TYPE) == 0100000;
    }

    boolean isFifo() {
      return (mode & TYPE) == 0010000;
    }

    boolean isDevice(String path) {
      return (mode & TYPE) == 0020000 && isSame(Path.of(path));
    }

    boolean isReadOnly() {
      return (flags & O_PATH) != 0 || (flags & ACCESS) == 0;
    }

    boolean isWriteOnly() {
      return (flags & O_PATH) == 0 && (flags & ACCESS) == 1;
    }

    /** Whether it is the file of this path of the host. */
    boolean isSame(Path path) {
      try {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(link, path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return "%s (mode %o, flags %o, mount %d)".formatted(name, mode, flags, mount);
    }
  }
}
