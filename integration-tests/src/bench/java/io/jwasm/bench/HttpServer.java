package io.jwasm.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server of httpd.c on a port of the loopback interface. */
final class HttpServer implements AutoCloseable {
  /** Enough for all connections of all parts. */
  static final int DESCRIPTORS = 12_000;

  private static final Pattern PID = Pattern.compile("\"pid\": *(\\d+)");

  private final Workshop workshop;
  private final int port;
  private final long pid;
  private final Process process;

  private HttpServer(Workshop workshop, int port, long pid, Process process) {
    this.workshop = workshop;
    this.port = port;
    this.pid = pid;
    this.process = process;
  }

  /** As an executable of this machine. */
  static HttpServer startNative(Workshop workshop, Path served) throws BenchException {
    int port = freePort();
    Command command =
        new Command(workshop, "prlimit", "--nofile=" + DESCRIPTORS)
            .and(workshop.networkExecutable("httpd"), served, port);
    Process process = start(workshop, command);
    return new HttpServer(workshop, port, process.pid(), process);
  }

  /** In a container that has the network of the machine. */
  static HttpServer startIn(OciRuntime jwasm, Path served) throws BenchException {
    Workshop workshop = jwasm.workshop();
    int port = freePort();
    String id = workshop.newId();
    Bundle bundle =
        Bundle.of(workshop, workshop.networkModule("httpd"))
            .withArguments("/srv")
            .withMount("/srv", "bind", served.toString(), "bind", "ro")
            .withHostNetwork()
            .withDescriptors(DESCRIPTORS)
            .withEnvironment("JWASM_NET_LISTEN=tcp:127.0.0.1:" + port);
    Process process = start(workshop, jwasm.verb("run", "--bundle", bundle.directory(), id));
    Matcher state = PID.matcher(jwasm.verb("state", id).run().ok().out());
    if (!state.find()) {
      throw new BenchException("no pid of " + id);
    }
    return new HttpServer(workshop, port, Long.parseLong(state.group(1)), process);
  }

  private static Process start(Workshop workshop, Command command) throws BenchException {
    Path out = workshop.newPath("out");
    Path err = workshop.newPath("err");
    Process process = command.start(out, err);
    workshop.daemon(process);
    Eventually.until(
        "server: " + command,
        () -> {
          if (!process.isAlive()) {
            throw new BenchException(command + ": " + text(out).strip() + text(err).strip());
          }
          return text(out).equals("ready\n");
        });
    return process;
  }

  private static String text(Path file) throws BenchException {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new BenchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static int freePort() throws BenchException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchException("no port: " + e.getMessage(), e);
    }
  }

  int port() {
    return port;
  }

  /** Resident memory of the process that serves. */
  Smaps memory() throws BenchException {
    return Smaps.of(pid);
  }

  /** How many files that process has open. */
  int descriptors() throws BenchException {
    String[] names = Path.of("/proc/" + pid + "/fd").toFile().list();
    if (names == null) {
      throw new BenchException("no process " + pid);
    }
    return names.length;
  }

  @Override
  public void close() {
    workshop.end(process);
  }
}
