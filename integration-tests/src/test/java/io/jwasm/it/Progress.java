package io.jwasm.it;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints a line per test as it ends: these tests take seconds, and silence looks like a hang. */
public final class Progress implements BeforeEachCallback, TestWatcher {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(Progress.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(STORE).put("start", System.nanoTime());
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    print("ok", context);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    print("FAILED", context);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    print("aborted", context);
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    print("skipped", context);
  }

  private static void print(String verdict, ExtensionContext context) {
    Long startNanos = context.getStore(STORE).get("start", Long.class);
    double seconds = startNanos == null ? 0 : (System.nanoTime() - startNanos) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-7s %5.1f s  %s.%s %s%n",
        verdict,
        seconds,
        context.getRequiredTestClass().getSimpleName(),
        context.getTestMethod().map(method -> method.getName()).orElse(""),
        context.getDisplayName().startsWith("[") ? context.getDisplayName() : "");
  }
}
