package io.jwasm.sentry.platform;

import io.jwasm.sentry.platform.chicory.InterpreterPlatform;

final class InterpreterThreadsTest extends ThreadsContract {
  @Override
  Platform platform() {
    return new InterpreterPlatform();
  }

  @Override
  int frames() {
    return 5_000;
  }
}
