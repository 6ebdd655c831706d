package io.jwasm.sentry.net;

import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;

/** {@link BuffersContract} with sockets of the sandbox's own stack. */
final class LoopbackBuffersTest extends BuffersContract {
  private final NetworkStack stack = new LoopbackNetwork(MemoryLimit.none());

  @Override
  NetworkStack stack() {
    return stack;
  }
}
