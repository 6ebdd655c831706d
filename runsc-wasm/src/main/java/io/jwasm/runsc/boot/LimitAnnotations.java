package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Quote;
import io.jwasm.oci.spec.Violation;
import io.jwasm.sentry.platform.ModuleLimit;
import io.jwasm.sentry.platform.ModuleLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The annotations {@code io.jwasm.limit.*}. The launcher has read those that are about the JVM
 * ({@code jvm.c}); here they are only known.
 *
 * @param module what may be in a module
 * @param guestStackBytes stack of the program's first thread; 0 when nobody says
 */
record LimitAnnotations(ModuleLimits module, long guestStackBytes) {
  private static final String GUEST_STACK = "guest-stack";
  private static final List<String> JVM = List.of("heap", "code-cache", "metaspace", "compilation");

  private static final long LEAST_STACK_BYTES = 256L << 10;
  private static final long MOST_STACK_BYTES = 1L << 30;

  private static final LimitAnnotations NONE = new LimitAnnotations(ModuleLimits.standard(), 0);

  /**
   * Returns the limits of a container.
   *
   * <p>Errors: {@link InvalidSpec} for a limit that there is not, and values that it cannot have.
   */
  static LimitAnnotations read(Map<String, String> annotations) throws InvalidSpec {
    LimitAnnotations limits = NONE;
    List<Violation> violations = new ArrayList<>();
    for (Map.Entry<String, String> entry : annotations.entrySet()) {
      if (entry.getKey().startsWith(ModuleLimit.ANNOTATIONS)) {
        limits = limits.with(entry.getKey(), entry.getValue(), violations);
      }
    }
    if (!violations.isEmpty()) {
      throw new InvalidSpec(violations);
    }
    return limits;
  }

  private LimitAnnotations with(String annotation, String value, List<Violation> violations) {
    String key = annotation.substring(ModuleLimit.ANNOTATIONS.length());
    if (JVM.contains(key)) {
      return this;
    }
    String place = "annotations[" + Quote.of(annotation) + "]";
    if (key.equals(GUEST_STACK)) {
      long bytes = bytes(value);
      if (bytes < LEAST_STACK_BYTES || bytes > MOST_STACK_BYTES) {
        violations.add(
            new Violation(
                place,
                "found " + Quote.of(value) + "; write a size from 256k to 1g, for example 64m"));
        return this;
      }
      return new LimitAnnotations(module, bytes);
    }
    for (ModuleLimit limit : ModuleLimit.values()) {
      if (limit.key().equals(key)) {
        long number = number(value, value.length());
        if (number < 1 || number > limit.ceiling()) {
          violations.add(
              new Violation(
                  place,
                  "found " + Quote.of(value) + "; write a number from 1 to " + limit.ceiling()));
          return this;
        }
        return new LimitAnnotations(module.with(limit, (int) number), guestStackBytes);
      }
    }
    violations.add(new Violation(place, "is no limit; there are " + known()));
    return this;
  }

  private static String known() {
    StringBuilder names = new StringBuilder();
    for (ModuleLimit limit : ModuleLimit.values()) {
      names.append(limit.key()).append(", ");
    }
    return names.append(String.join(", ", JVM)).append(", ").append(GUEST_STACK).toString();
  }

  /** Bytes of a number with a unit, k, m or g, or without, as in the launcher; -1: no size. */
  static long bytes(String value) {
    int shift =
        switch (value.isEmpty() ? ' ' : Character.toLowerCase(value.charAt(value.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    long number = number(value, shift == 0 ? value.length() : value.length() - 1);
    return number < 0 ? -1 : number << shift;
  }

  /** A decimal number of at most ten digits; -1: none. */
  private static long number(String text, int length) {
    if (length < 1 || length > 10) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number;
  }
}
