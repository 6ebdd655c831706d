package io.jwasm.sentry.platform;

import io.jwasm.sentry.platform.chicory.InterpreterPlatform;

final class InterpreterPlatformTest extends PlatformContract {
  @Override
  Platform platform() {
    return new InterpreterPlatform();
  }
}
