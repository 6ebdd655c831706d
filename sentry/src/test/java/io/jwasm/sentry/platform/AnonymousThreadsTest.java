package io.jwasm.sentry.platform;

import io.jwasm.sentry.platform.chicory.CompilerPlatform;

final class AnonymousThreadsTest extends ThreadsContract {
  @Override
  Platform platform() {
    return new CompilerPlatform();
  }

  @Override
  int frames() {
    return 20_000;
  }

  @Override
  String pageAllocator() {
    return "anonymous";
  }
}
