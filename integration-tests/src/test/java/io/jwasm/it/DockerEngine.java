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
final class DockerEngine implements Engine, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final List<String> WITHOUT_NETWORKS =
      List.of("--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false");

  private final ContainerRuntime runtime;
  private final EngineHost host;
  private final Path directory = Scratch.newDirectory("d");
  private final Path socket = directory.resolve("s");
  private Daemon daemon;

  /** An engine without networks. */
  DockerEngine(ContainerRuntime runtime) {
    this(runtime, EngineHost.unconnected());
  }

  /** An engine that makes its networks in a host. */
  DockerEngine(ContainerRuntime runtime, EngineHost host) {
    this.runtime = runtime;
    this.host = host;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    host.open();
    Path configuration = directory.resolve("daemon.json");
    Files.writeString(configuration, daemonJson());
    daemon =
        Daemon.start(
            host.enter("dockerd", "--config-file", configuration, "--host", "unix://" + socket)
                .and(
                    "--data-root",
                    directory.resolve("data"),
                    "--exec-root",
                    directory.resolve("exec"))
                .and("--pidfile", directory.resolve("pid"), "--cgroup-parent", cgroup())
                .and(host.isConnected() ? List.of() : WITHOUT_NETWORKS),
            () -> command("version").run().exit() == 0);
    command("import", host.image(runtime), host.imageName()).run().ok();
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
    host.close();
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

  @Override
  public Command command(Object... words) {
    return Command.of("docker", "--host", "unix://" + socket)
        .and(words)
        .with("DOCKER_CONFIG", directory.resolve("client").toString());
  }

  @Override
  public Command container(String verb) {
    return command(verb, "--runtime=jwasm", host.defaultNetwork());
  }

  @Override
  public String withoutLog() {
    return "--log-driver=none";
  }

  /** The parent of every container's cgroup. */
  String cgroup() {
    return "/" + directory.getFileName() + "-" + Scratch.marker();
  }
}
