package io.jwasm.runsc.boot;

import io.jwasm.sentry.BootException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.host.HostKernel;
import java.nio.charset.StandardCharsets;

/**
 * The last wall, put up when all is loaded and before the guest may run: from then on the sandbox's
 * threads can make only the system calls of {@code sandbox.policy}.
 */
final class Lockdown {
  private static final String FILTERS = "/seccomp/";
  private static final String NAMES = FILTERS + "names";

  private Lockdown() {}

  /**
   * Confines the process for good.
   *
   * <p>Errors: {@link BootException} when the host refuses, or for a network that has no filter.
   *
   * @param network what sockets are made of
   * @param reported whether denied calls are reported on stderr, with their names
   */
  static void confine(String network, boolean reported) throws BootException {
    int outcome = HostKernel.confine(path(FILTERS + network), reported ? path(NAMES) : null);
    if (outcome < 0) {
      throw new BootException(
          "cannot confine the sandbox with the system call filter of --network="
              + network
              + ": "
              + HostErrors.fromNumber(-outcome).text());
    }
  }

  private static byte[] path(String path) {
    return path.getBytes(StandardCharsets.UTF_8);
  }
}
