package io.jwasm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A containerd of our own, driven by ctr, whose runc shim is told to call the runtime. */
final class ContainerdEngine implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final ContainerRuntime runtime;
  private final EngineHost host;
  private final String image;
  private final Path directory = Scratch.newDirectory("c");
  private final Path socket = directory.resolve("s");
  private Daemon daemon;

  /** An engine without networks. */
  ContainerdEngine(ContainerRuntime runtime) {
    this(runtime, EngineHost.unconnected());
  }

  /** An engine for containers that are put into a host, since ctr makes no networks. */
  ContainerdEngine(ContainerRuntime runtime, EngineHost host) {
    this.runtime = runtime;
    this.host = host;
    this.image = "docker.io/library/" + host.imageName();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    host.open();
    Path configuration = directory.resolve("config.toml");
    Files.writeString(
        configuration,
        """
        version = 2
        root = "%1$s/data"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%1$s/s"
        """
            .formatted(directory));
    daemon =
        Daemon.start(
            Command.of("containerd", "--config", configuration),
            () -> ctr("version").run().exit() == 0);
    ctr("images", "import", archive()).run().ok();
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

  /** The ctr command with the words, in a namespace of our own. */
  Command ctr(Object... words) {
    return Command.of("ctr", "--address", socket, "--namespace", Scratch.marker()).and(words);
  }

  /** {@code ctr run} with options, then the identifier, then the program and its arguments. */
  Command run(List<String> options, String id, Object... program) {
    return ctr("run", "--runtime=io.containerd.runc.v2", "--runc-binary", runtime.binary())
        .and(
            "--runc-root", directory.resolve("runc"), "--cgroup", "/" + Scratch.marker() + "/" + id)
        .and(runtime.ctrOptions(), options, image, id)
        .and(program);
  }

  /** The status of a task as ctr lists it, empty when there is none. */
  String status(String id) {
    return ctr("tasks", "list")
        .run()
        .ok()
        .out()
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(words -> words[0].equals(id))
        .map(words -> words[2])
        .findFirst()
        .orElse("");
  }

  /** Containers that exist. */
  List<String> containers() {
    return ctr("containers", "list", "--quiet").run().ok().out().lines().toList();
  }

  private void removeContainers() {
    for (String id : containers()) {
      ctr("tasks", "delete", "--force", id).run();
      ctr("containers", "delete", id).run();
    }
  }

  /** The image in the format of {@code docker save}: one layer, its digest, a manifest. */
  private Path archive() throws IOException {
    Path content = Scratch.newDirectory("archive");
    Path layer = Files.copy(host.image(runtime), content.resolve("layer.tar"));
    String digest = HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(layer)));
    Files.writeString(
        content.resolve("config.json"),
        """
        {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/bin:/bin"]},
         "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
        """
            .formatted(digest));
    Files.writeString(
        content.resolve("manifest.json"),
        """
        [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]
        """
            .formatted(image));
    Path archive = Scratch.file("archive.tar");
    Command.of("tar", "-C", content, "-cf", archive, "manifest.json", "config.json", "layer.tar")
        .run()
        .ok();
    return archive;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
