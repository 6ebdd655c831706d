package io.jwasm.sentry.platform;

import io.jwasm.sentry.platform.chicory.CompilerPlatform;

final class AnonymousPlatformTest extends PlatformContract {
  @Override
  Platform platform() {
    return new CompilerPlatform();
  }

  @Override
  String pageAllocator() {
    return "anonymous";
  }
}
