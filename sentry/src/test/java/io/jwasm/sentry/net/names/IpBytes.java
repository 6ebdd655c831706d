package io.jwasm.sentry.net.names;

import io.jwasm.sentry.net.IpAddressText;

/** Bytes of addresses that a test writes as text. */
final class IpBytes {
  private IpBytes() {}

  static byte[] of(String address) {
    return IpAddressText.parse(address).bytes();
  }
}
