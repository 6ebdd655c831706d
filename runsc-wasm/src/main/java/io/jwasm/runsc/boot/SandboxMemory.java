package io.jwasm.runsc.boot;

import io.jwasm.sentry.mm.MemoryLimit;

/** The memory of a running sandbox, as commands from outside change it. */
final class SandboxMemory implements Orders.MemoryOrders {
  private final MemoryBudget budget;
  private final MemoryLimit limit;

  SandboxMemory(MemoryBudget budget, MemoryLimit limit) {
    this.budget = budget;
    this.limit = limit;
  }

  /** Programs get what the new limit leaves them; what they have more of stays theirs. */
  @Override
  public void limit(long bytes) {
    limit.move(budget.bytes(bytes));
  }

  @Override
  public void report(long request) {}
}
