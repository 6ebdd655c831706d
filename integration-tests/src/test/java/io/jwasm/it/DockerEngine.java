package io.jwasm.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A dockerd of our own, with its own containerd, in which the runtime is registered as {@code
 * jwasm}.
 */
final class DockerEngine implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final ContainerRuntime runtime;
  private final Path directory = Scratch.newDirectory("d");
  private final Path socket = directory.resolve("s");
  private Daemon daemon;

  DockerEngine(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path configuration = directory.resolve("daemon.json");
    Files.writeString(configuration, daemonJson());
    daemon =
        Daemon.start(
            Command.of("dockerd", "--config-file", configuration, "--host", "unix://" + socket)
                .and(
                    "--data-root",
                    directory.resolve("data"),
                    "--exec-root",
                    directory.resolve("exec"))
                .and("--pidfile", directory.resolve("pid"), "--cgroup-parent", cgroup())
                .and(
                    "--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"),
            () -> docker("version").run().exit() == 0);
    docker("import", Image.tar(runtime), Image.NAME).run().ok();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      daemon
          .log()
          .lines()
          .filter(line -> line.contains("level=error"))
          .forEach(System.err::println);
    }
    removeContainers();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (daemon != null) {
      removeContainers();
      daemon.close();
    }
    HostTraces.remove(directory);
    HostTraces.clear(Scratch.marker());
  }

  /** What README tells to write into {@code /etc/docker/daemon.json}. */
  String daemonJson() {
    ObjectNode json = Json.object("{\"runtimes\":{\"jwasm\":{}}}");
    ObjectNode entry = json.withObject("/runtimes/jwasm").put("path", runtime.binary().toString());
    if (!runtime.engineArgs().isEmpty()) {
      entry.set("runtimeArgs", Json.array(runtime.engineArgs().toArray(String[]::new)));
    }
    return json.toPrettyString();
  }

  /** The docker command with the words. */
  Command docker(Object... words) {
    return Command.of("docker", "--host", "unix://" + socket)
        .and(words)
        .with("DOCKER_CONFIG", directory.resolve("client").toString());
  }

  /** {@code docker run} on the runtime, without network. */
  Command run(Object... words) {
    return docker("run", "--runtime=jwasm", "--network=none").and(words);
  }

  /** Identifier of a container that has been started in the background. */
  String detached(Object... words) {
    return run("--detach").and(words).run().ok().out().strip();
  }

  /** A container that has said "ready". */
  String ready(Object... words) {
    String id = detached(words);
    Eventually.until("ready in the log of " + id, () -> logs(id).startsWith("ready\n"));
    return id;
  }

  String logs(String id) {
    return docker("logs", id).run().ok().out();
  }

  /** A property of a container by Go template. */
  String inspect(String id, String template) {
    return docker("inspect", "--format", template, id).run().ok().out().strip();
  }

  /** The parent of every container's cgroup. */
  String cgroup() {
    return "/" + directory.getFileName() + "-" + Scratch.marker();
  }

  /** Containers that exist, in whatever state. */
  List<String> containers() {
    return docker("ps", "--all", "--quiet", "--no-trunc").run().ok().out().lines().toList();
  }

  private void removeContainers() {
    List<String> left = containers();
    if (!left.isEmpty()) {
      docker("rm", "--force", left).run();
    }
  }
}
