package io.jwasm.sentry.platform;

import io.jwasm.sentry.host.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** Bounds on a module, checked before any work is done for it. Immutable. */
public final class ModuleLimits {
  /** Longest module in bytes. CPython, the largest in common use, has 26 MB. */
  public static final int MAX_MODULE_BYTES = 256 << 20;

  /** Length in bytes of the magic number and version that every module begins with. */
  public static final int HEADER_BYTES = 8;

  /** Processor time to load any module, in seconds: reading, checking, compiling. */
  private static final int BASE_SECONDS = 5;

  /** Instructions that may take one second more: five times what the largest programs take. */
  private static final int INSTRUCTIONS_PER_SECOND = 100_000;

  private static final int FINGERPRINT_DIGITS = 16;

  private static final ModuleLimits STANDARD = new ModuleLimits(Map.of());

  /** What was said; the standard value holds for all others. */
  private final Map<ModuleLimit, Integer> said;

  private ModuleLimits(Map<ModuleLimit, Integer> said) {
    this.said = said;
  }

  /** Returns the limits that hold when nobody says others. */
  public static ModuleLimits standard() {
    return STANDARD;
  }

  /** Returns these limits but for one; a value above its ceiling becomes the ceiling. */
  public ModuleLimits with(ModuleLimit limit, int value) {
    Map<ModuleLimit, Integer> changed = new EnumMap<>(ModuleLimit.class);
    changed.putAll(said);
    changed.put(limit, Math.min(value, limit.ceiling()));
    return new ModuleLimits(changed);
  }

  /** Returns "" for the standard limits, else what tells these from all others. */
  String fingerprint() {
    if (said.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    said.forEach((limit, value) -> text.append(limit.key()).append('=').append(value).append('\n'));
    return Sha256.hex(text.toString().getBytes(StandardCharsets.US_ASCII))
        .substring(0, FINGERPRINT_DIGITS);
  }

  /** Returns how much of it may be in a module, in its own unit. */
  public int of(ModuleLimit limit) {
    Integer value = said.get(limit);
    return value == null ? limit.standard() : value;
  }

  /**
   * Returns how many seconds of processor time a module may take to be loaded. What costs more than
   * its size explains was made to cost.
   *
   * @param instructions in all of its functions
   */
  public int compileSeconds(int instructions) {
    int seconds = of(ModuleLimit.COMPILE_SECONDS);
    return seconds > 0 ? seconds : BASE_SECONDS + instructions / INSTRUCTIONS_PER_SECOND;
  }

  /**
   * Does nothing when so much of it may be in a module.
   *
   * <p>Errors: {@link ExecFormatException} that names the limit and how to raise it.
   */
  public void check(ModuleImage image, ModuleLimit limit, long count) throws ExecFormatException {
    if (count > of(limit)) {
      throw new ExecFormatException(
          "exec format error: "
              + image.path()
              + " has "
              + count
              + " "
              + limit.what()
              + ", "
              + remedy(limit));
    }
  }

  /** Returns the end of a sentence: what the limit is and how it is raised. */
  public String remedy(ModuleLimit limit) {
    String bound = "the limit is " + of(limit);
    return of(limit) == limit.ceiling()
        ? bound
        : bound
            + "; the annotation "
            + ModuleLimit.ANNOTATIONS
            + limit.key()
            + " sets it, up to "
            + limit.ceiling();
  }
}
