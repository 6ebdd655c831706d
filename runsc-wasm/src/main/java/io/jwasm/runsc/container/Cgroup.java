package io.jwasm.runsc.container;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A control group directory of the host, of version 1 or 2: both list their processes in {@code
 * cgroup.procs}.
 */
final class Cgroup {
  /** Deeper trees are not made by anything that runs containers. */
  private static final int MAX_DEPTH = 64;

  private final Path directory;

  Cgroup(Path directory) {
    this.directory = directory;
  }

  /**
   * Pids of all processes in this group and those below, ascending. A group that is removed
   * meanwhile has none.
   *
   * <p>Errors: {@code HostFailed} when a group cannot be read.
   */
  List<Long> processes() throws Failure {
    List<Long> pids = new ArrayList<>();
    try {
      collect(directory, pids, 0);
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot read control group " + directory + ": " + e, e);
    }
    Collections.sort(pids);
    return pids;
  }

  private static void collect(Path group, List<Long> pids, int depth) throws IOException {
    try {
      for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
        // 0 stands for a process outside this pid namespace.
        if (!line.isEmpty() && !line.equals("0")) {
          pids.add(Long.parseLong(line));
        }
      }
      if (depth == MAX_DEPTH) {
        return;
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(group)) {
        for (Path child : children) {
          if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            collect(child, pids, depth + 1);
          }
        }
      }
    } catch (NoSuchFileException _) {
      // Removed since its parent was listed.
    } catch (NumberFormatException e) {
      throw new IOException(group + "/cgroup.procs is not a list of pids", e);
    }
  }
}
