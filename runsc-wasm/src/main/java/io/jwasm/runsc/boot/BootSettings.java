package io.jwasm.runsc.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line said, as the launcher passes it on in the {@code BOOT} frame: texts of the
 * form {@code name=value}, each ended by NUL.
 *
 * @param id of the container
 * @param platform how guest code is executed, the value of {@code --platform}
 * @param logJson whether lines of the log are JSON, as {@code --log-format} says
 * @param debug whether the log gets details
 * @param strace whether the log gets every system call
 * @param cgroupUnified whether limits are written in the terms of cgroup version 2
 * @param cgroups number of control groups that the container is in
 * @param memoryBytes memory of the machine
 * @param heapBytes most that the Java heap can take
 * @param overlay where changes of the root file system go, the value of {@code --overlay}
 * @param pageAllocator where the memory of programs comes from, the value of {@code
 *     --page-allocator}
 * @param network what the guest reaches of the network, the value of {@code --network}; empty when
 *     nobody said
 * @param netAllow whom it may talk to, the value of {@code --net-allow}; empty when nobody said
 * @param netListen sockets that it finds open, the value of {@code --net-listen}; empty when nobody
 *     said
 * @param stdio what the guest's first three descriptors are: tty, file, pipe, socket, directory,
 *     device or closed
 */
record BootSettings(
    String id,
    String platform,
    boolean logJson,
    boolean debug,
    boolean strace,
    boolean cgroupUnified,
    int cgroups,
    long memoryBytes,
    long heapBytes,
    String overlay,
    String pageAllocator,
    String network,
    String netAllow,
    String netListen,
    List<String> stdio) {

  private static final int STREAMS = 3;

  /**
   * Reads the payload of a {@code BOOT} frame.
   *
   * <p>Errors: {@link IOException} when the launcher is not of the same release.
   */
  static BootSettings read(byte[] payload) throws IOException {
    String text = new String(payload, StandardCharsets.UTF_8);
    String id = "";
    String platform = "";
    boolean logJson = false;
    boolean debug = false;
    boolean strace = false;
    boolean unified = false;
    int cgroups = 0;
    long memoryBytes = 0;
    long heapBytes = 0;
    String overlay = "";
    String pageAllocator = "";
    String network = "";
    String netAllow = "";
    String netListen = "";
    List<String> stdio = new ArrayList<>(STREAMS);
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\0', start);
      int equals = text.indexOf('=', start);
      if (equals < 0 || end < equals) {
        throw new IOException("malformed settings from the launcher");
      }
      String value = text.substring(equals + 1, end);
      switch (text.substring(start, equals)) {
        case "id" -> id = value;
        case "platform" -> platform = value;
        case "logJson" -> logJson = isTrue(value);
        case "debug" -> debug = isTrue(value);
        case "strace" -> strace = isTrue(value);
        case "cgroupUnified" -> unified = isTrue(value);
        case "cgroups" -> cgroups = Integer.parseInt(value);
        case "memory" -> memoryBytes = Long.parseLong(value);
        case "heap" -> heapBytes = Long.parseLong(value);
        case "overlay" -> overlay = value;
        case "pageAllocator" -> pageAllocator = value;
        case "network" -> network = value;
        case "netAllow" -> netAllow = value;
        case "netListen" -> netListen = value;
        case "stdio" -> stdio.add(value);
        default -> throw new IOException("the launcher is of another release than the sandbox");
      }
      start = end + 1;
    }
    if (stdio.size() != STREAMS) {
      throw new IOException("malformed settings from the launcher");
    }
    return new BootSettings(
        id,
        platform,
        logJson,
        debug,
        strace,
        unified,
        cgroups,
        memoryBytes,
        heapBytes,
        overlay,
        pageAllocator,
        network,
        netAllow,
        netListen,
        List.copyOf(stdio));
  }

  private static boolean isTrue(String value) {
    return value.equals("1");
  }
}
