package io.jwasm.sentry.platform;

import io.jwasm.sentry.platform.chicory.CompilerPlatform;

final class HeapPlatformTest extends PlatformContract {
  @Override
  Platform platform() {
    return new CompilerPlatform();
  }

  @Override
  String pageAllocator() {
    return "heap";
  }
}
