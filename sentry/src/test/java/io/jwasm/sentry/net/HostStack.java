package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.net.host.HostNetwork;
import io.jwasm.sentry.vfs.EmptyDirectory;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.Vfs;
import java.nio.file.Path;

/** The host's stack for tests. */
final class HostStack {
  private HostStack() {}

  /** Returns one that knows no name of the UNIX domain. */
  static NetworkStack withoutFiles() {
    return new HostNetwork(
        new Vfs(new MountNamespace(new Mount(new EmptyDirectory(), true, "none", "dev"))));
  }

  /** Returns one for which a directory of the host is the root. */
  static NetworkStack in(Path root) throws ErrnoException {
    return new HostNetwork(
        new Vfs(
            new MountNamespace(
                new Mount(HostFilesystem.at(root.toString()), false, "none", "bind"))));
  }
}
