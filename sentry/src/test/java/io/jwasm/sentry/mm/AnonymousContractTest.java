package io.jwasm.sentry.mm;

final class AnonymousContractTest extends PageAllocatorContract {
  @Override
  String spelling() {
    return "anonymous";
  }
}
