package io.jwasm.sentry.net;

import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;

/** The contract, kept by the sandbox's own stack. */
final class LoopbackDatagramTest extends DatagramContract {
  private final NetworkStack stack = new LoopbackNetwork(MemoryLimit.none());

  @Override
  NetworkStack stack() {
    return stack;
  }
}
