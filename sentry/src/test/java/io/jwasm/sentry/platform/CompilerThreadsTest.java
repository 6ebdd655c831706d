package io.jwasm.sentry.platform;

import io.jwasm.sentry.platform.chicory.CompilerPlatform;

final class CompilerThreadsTest extends ThreadsContract {
  @Override
  Platform platform() {
    return new CompilerPlatform();
  }

  @Override
  int frames() {
    return 20_000;
  }
}
