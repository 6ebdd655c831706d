package io.jwasm.sentry.net;

/** {@link DatagramContract} with sockets of the host. */
final class HostDatagramTest extends DatagramContract {
  @Override
  NetworkStack stack() {
    return HostStack.withoutFiles();
  }
}
