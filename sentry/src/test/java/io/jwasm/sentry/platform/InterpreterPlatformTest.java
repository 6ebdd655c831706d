package io.jwasm.sentry.platform;

import io.jwasm.sentry.platform.chicory.InterpreterPlatform;

final class InterpreterPlatformTest extends PlatformContract {
  @Override
  Platform platform() {
    return new InterpreterPlatform();
  }

  /** Chicory 1.7.5; what it stores to is the program's own memory all the same. */
  @Override
  boolean byteStoresWrap() {
    return true;
  }
}
