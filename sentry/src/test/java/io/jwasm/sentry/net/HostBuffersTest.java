package io.jwasm.sentry.net;

/** {@link BuffersContract} with sockets of the host. */
final class HostBuffersTest extends BuffersContract {
  @Override
  NetworkStack stack() {
    return HostStack.withoutFiles();
  }
}
