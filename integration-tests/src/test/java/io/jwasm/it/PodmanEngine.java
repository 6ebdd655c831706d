package io.jwasm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** podman with storage of our own; it has no daemon. */
final class PodmanEngine implements Engine, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final ContainerRuntime runtime;
  private final EngineHost host;
  private final Path directory = Scratch.newDirectory("p");
  private final Path configuration = directory.resolve("containers.conf");

  /** An engine without networks. */
  PodmanEngine(ContainerRuntime runtime) {
    this(runtime, EngineHost.unconnected());
  }

  /** An engine that makes its networks in a host. */
  PodmanEngine(ContainerRuntime runtime, EngineHost host) {
    this.runtime = runtime;
    this.host = host;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    host.open();
    Files.writeString(configuration, containersConf() + networkConf());
    command("import", host.image(runtime), host.imageName()).run().ok();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    removeContainers();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    removeContainers();
    host.close();
    HostTraces.remove(directory);
    HostTraces.clear(Scratch.marker());
  }

  /** What README tells to write into {@code /etc/containers/containers.conf}. */
  String containersConf() {
    return """
        [engine.runtimes]
        jwasm = ["%s"]
        """
        .formatted(runtime.binary());
  }

  private String networkConf() throws IOException {
    return """
        [network]
        network_backend = "netavark"
        network_config_dir = "%s"
        """
        .formatted(Files.createDirectory(directory.resolve("networks")));
  }

  @Override
  public Command command(Object... words) {
    return podman("jwasm").and(words);
  }

  @Override
  public Command container(String verb) {
    return withLimits(command(verb));
  }

  /** {@code run} with the runtime named by its path and not by its entry in the configuration. */
  Command runByPath() {
    return withLimits(podman(runtime.binary()).and("run"));
  }

  @Override
  public String withoutLog() {
    return "--log-driver=none";
  }

  private Command podman(Object runtimeName) {
    // "platform=wasm" becomes the runtime's own option --platform=wasm.
    List<String> flags =
        runtime.engineArgs().stream()
            .map(arg -> "--runtime-flag=" + arg.substring("--".length()))
            .toList();
    return host.enter(
            "podman", "--root", directory.resolve("data"), "--runroot", directory.resolve("run"))
        .and(
            "--tmpdir",
            directory.resolve("tmp"),
            "--cgroup-manager=cgroupfs",
            "--events-backend=file")
        .and("--runtime", runtimeName, flags)
        .with("CONTAINERS_CONF", configuration.toString());
  }

  private Command withLimits(Command command) {
    // The default limits are above what a process without CAP_SYS_RESOURCE may set.
    return command
        .and(host.defaultNetwork(), "--cgroup-parent=/" + Scratch.marker())
        .and("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024");
  }
}
