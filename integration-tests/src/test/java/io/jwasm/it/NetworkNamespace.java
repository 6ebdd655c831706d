package io.jwasm.it;

import java.nio.file.Path;

/** A network namespace with a name, which has only a loopback interface to begin with. */
final class NetworkNamespace implements AutoCloseable {
  private final String name = Scratch.newId();

  private NetworkNamespace() {}

  /** A new one. */
  static NetworkNamespace create() {
    NetworkNamespace namespace = new NetworkNamespace();
    Teardown.last(namespace);
    Command.of("ip", "netns", "add", namespace.name).run().ok();
    namespace.enter("ip", "link", "set", "lo", "up").run().ok();
    return namespace;
  }

  /** Where it is found in the file system. */
  Path path() {
    return Path.of("/var/run/netns", name);
  }

  /** The command that runs the words inside, with all else as outside. */
  Command enter(Object... words) {
    return Command.of("nsenter", "--net=" + path()).and(words);
  }

  /** Takes its name away; it lasts as long as processes are in it. */
  @Override
  public void close() {
    Command.of("ip", "netns", "delete", name).run();
  }
}
