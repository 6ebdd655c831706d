package io.jwasm.runsc.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A state directory made by hand, with real processes; they end with it. */
public final class StateDirectory implements AutoCloseable {
  private final Path root;
  private final List<Process> processes = new ArrayList<>();

  public StateDirectory(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  /** Makes a container's directory with its lock and, as state.json, {@code text}. */
  public Path put(String id, String text) throws IOException {
    Path directory = putWithoutState(id);
    Files.writeString(directory.resolve("state.json"), text);
    return directory;
  }

  /** Makes a container's directory with its lock only. */
  public Path putWithoutState(String id) throws IOException {
    Path directory = Files.createDirectory(root.resolve(id));
    Files.createFile(directory.resolve("lock"));
    return directory;
  }

  /** A state with these values and, after them, {@code more} properties. */
  public static String json(String id, long pid, long startTime, String status, String more) {
    return """
    {"version":1,"ociVersion":"1.2.0","id":"%s","pid":%d,"pidStartTime":%d,"status":"%s",\
    "bundle":"/b/%s","rootfs":"/b/%s/rootfs","created":"2026-11-20T20:00:00.123456789Z",\
    "uid":0,"annotations":{},"cgroupPaths":[],"hooks":{"poststop":[{"path":"/x"}]},\
    "poststopDone":false%s}
    """
        .formatted(id, pid, startTime, status, id, id, more);
  }

  /** Starts a process that ends with this directory. */
  public Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  /** Start time of a process, read as a launcher reads it. */
  public static long startTime(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
  }

  /** Holds the container's lock exclusively, from another process, until that is destroyed. */
  public Process holdLock(Path directory) throws IOException {
    Process holder =
        start("flock", directory.resolve("lock").toString(), "sh", "-c", "echo held; exec cat");
    if (!"held".equals(holder.inputReader().readLine())) {
      throw new IOException("flock did not get the lock");
    }
    return holder;
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
