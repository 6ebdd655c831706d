package io.jwasm.sentry.mm;

final class MemfdContractTest extends PageAllocatorContract {
  @Override
  String spelling() {
    return "memfd";
  }
}
