package io.jwasm.sentry.mm;

final class AccountedContractTest extends PageAllocatorContract {
  @Override
  String spelling() {
    return "accounted:memfd";
  }
}
