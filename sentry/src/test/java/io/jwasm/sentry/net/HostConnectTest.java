package io.jwasm.sentry.net;

/** {@link ConnectContract} with sockets of the host. */
final class HostConnectTest extends ConnectContract {
  @Override
  NetworkStack stack() {
    return HostStack.withoutFiles();
  }
}
