package io.jwasm.sentry.net;

/** {@link StreamContract} with sockets of the host. */
final class HostStreamTest extends StreamContract {
  @Override
  NetworkStack stack() {
    return HostStack.withoutFiles();
  }
}
