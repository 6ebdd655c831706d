package io.jwasm.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where an engine makes its networks and publishes ports: nowhere, or in a network namespace, so
 * that the machine of the tests keeps its own bridges and packet filters.
 */
final class EngineHost implements AutoCloseable {
  private final boolean connected;
  private Optional<NetworkNamespace> namespace = Optional.empty();

  private EngineHost(boolean connected) {
    this.connected = connected;
  }

  /** No networks; the containers are those of {@link Image}. */
  static EngineHost unconnected() {
    return new EngineHost(false);
  }

  /** A network namespace, once it is opened; the containers are those of {@link NetworkImage}. */
  static EngineHost connected() {
    return new EngineHost(true);
  }

  boolean isConnected() {
    return connected;
  }

  void open() {
    namespace = connected ? Optional.of(NetworkNamespace.create()) : Optional.empty();
  }

  /** The command that runs the words there. */
  Command enter(Object... words) {
    return namespace.map(each -> each.enter(words)).orElseGet(() -> Command.of(words));
  }

  /** The namespace, of a host that is open. */
  NetworkNamespace namespace() {
    return namespace.orElseThrow();
  }

  /** The option for containers that ask for no network. */
  List<String> defaultNetwork() {
    return connected ? List.of() : List.of("--network=none");
  }

  /** The tar file to import. */
  Path image(ContainerRuntime runtime) {
    return connected ? NetworkImage.tar(runtime) : Image.tar(runtime);
  }

  /** The name to import it by. */
  String imageName() {
    return connected ? NetworkImage.NAME : Image.NAME;
  }

  @Override
  public void close() {
    namespace.ifPresent(NetworkNamespace::close);
    namespace = Optional.empty();
  }
}
