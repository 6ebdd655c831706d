package io.jwasm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A docker engine of our own, in which jwasm is registered. */
final class Dockerd implements AutoCloseable {
  private static final String IMAGE = "hello:1";

  private final Workshop workshop;
  private final Path directory;
  private final Path log;
  private final Process process;

  private Dockerd(Workshop workshop, Path directory, Path log, Process process) {
    this.workshop = workshop;
    this.directory = directory;
    this.log = log;
    this.process = process;
  }

  /** Starts the engine and returns when it answers. */
  static Dockerd start(Workshop workshop, Path distribution) throws BenchException {
    Path directory = workshop.newDirectory("docker");
    Path log = directory.resolve("log");
    Path configuration = directory.resolve("daemon.json");
    write(configuration, daemonJson(distribution, PrivateCache.create(workshop)));
    Process process =
        new Command(workshop, "dockerd", "--config-file", configuration)
            .and("--host", "unix://" + directory.resolve("s"))
            .and("--data-root", directory.resolve("data"))
            .and("--exec-root", directory.resolve("exec"))
            .and("--pidfile", directory.resolve("pid"))
            .and("--cgroup-parent", "/" + workshop.marker())
            .and("--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false")
            .start(directory.resolve("out"), log);
    workshop.daemon(process);
    Dockerd docker = new Dockerd(workshop, directory, log, process);
    try {
      Eventually.until("answer of dockerd", docker::answers);
    } catch (BenchException e) {
      docker.close();
      throw e;
    }
    return docker;
  }

  private static String daemonJson(Path distribution, Path cache) {
    return """
    {"runtimes": {"jwasm": {
      "path": "%s",
      "runtimeArgs": ["--platform=wasm", "--cache", "%s"]
    }}}
    """
        .formatted(distribution.resolve("bin/jwasm"), cache);
  }

  private static void write(Path file, String text) throws BenchException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private boolean answers() throws BenchException {
    if (!process.isAlive()) {
      throw new BenchException("dockerd: " + lastLogLine());
    }
    return client("version").run().exit() == 0;
  }

  private String lastLogLine() throws BenchException {
    try {
      return Files.readString(log).strip().lines().reduce("", (_, line) -> line);
    } catch (IOException e) {
      throw new BenchException("cannot read " + log + ": " + e.getMessage(), e);
    }
  }

  /** Makes the image out of programs, each in the root directory. */
  void importImage(Path... programs) throws BenchException {
    Path tar = workshop.newPath("tar");
    Command archive = new Command(workshop, "tar", "-cf", tar);
    for (Path program : programs) {
      archive.and("-C", program.getParent(), program.getFileName());
    }
    archive.run().ok();
    client("import", tar, IMAGE).run().ok();
  }

  /** Runs the program that prints hello, by the runtime. */
  Outcome runHello(String runtime, String program) throws BenchException {
    return client("run", "--rm", "--network", "none", "--runtime", runtime, IMAGE, program)
        .run()
        .printed("hello world\n");
  }

  private Command client(Object... words) {
    return new Command(workshop, "docker", "--host", "unix://" + directory.resolve("s"))
        .and(words)
        .with("DOCKER_CONFIG", directory.resolve("client"));
  }

  @Override
  public void close() {
    workshop.end(process);
  }
}
