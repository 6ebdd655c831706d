package io.jwasm.sentry.platform;

/**
 * What is bounded in a module. The defaults are those of other engines where this one bears them,
 * and lower where it does more than once per item what they do once.
 *
 * @see <a href="https://webassembly.github.io/spec/js-api/#limits">limits of engines in
 *     browsers</a>
 */
public enum ModuleLimit {
  MODULE_BYTES(
      "module-bytes", "bytes", ModuleLimits.MAX_MODULE_BYTES, ModuleLimits.MAX_MODULE_BYTES),
  TYPES("types", "types", 10_000, 1_000_000),
  FUNCTIONS("functions", "functions", 100_000, 1_000_000),
  IMPORTS("imports", "imports", 1_000, 100_000),
  EXPORTS("exports", "exports", 100_000, 1_000_000),
  GLOBALS("globals", "globals", 100_000, 1_000_000),
  TAGS("tags", "tags", 1_000, 100_000),
  TABLES("tables", "tables", 1_000, 100_000),
  /** Of all tables together, when the program starts. */
  TABLE_ELEMENTS("table-elements", "table elements", 10_000_000, 100_000_000),
  MEMORIES("memories", "memories", 100, 1_000),
  ELEMENT_SEGMENTS("element-segments", "element segments", 100_000, 1_000_000),
  /** In all segments together. */
  ELEMENT_ITEMS("element-items", "items in element segments", 1_000_000, 10_000_000),
  DATA_SEGMENTS("data-segments", "data segments", 100_000, 1_000_000),
  PARAMETERS("parameters", "parameters or results of a type", 1_000, 1_000),
  NAME_BYTES("name-bytes", "bytes in a name", 100_000, 1 << 20),
  CUSTOM_SECTIONS("custom-sections", "custom sections", 10_000, 1_000_000),
  CUSTOM_BYTES("custom-bytes", "bytes in custom sections", 128 << 20, 256 << 20),
  /** Of one function. */
  FUNCTION_BYTES("function-bytes", "bytes in a function", 7_654_321, 64 << 20),
  /** Of one function, without its parameters. */
  FUNCTION_LOCALS("function-locals", "locals in a function", 50_000, 50_000),
  /** Of all functions together. */
  LOCALS("locals", "locals", 5_000_000, 100_000_000),
  INSTRUCTIONS("instructions", "instructions", 16_000_000, 100_000_000),
  NESTING("nesting", "nested blocks", 10_000, 100_000),
  /** Of one function; the engine looks at each for each other. */
  LOOPS("loops", "loops in a function", 10_000, 1_000_000),
  /** Of all functions together. */
  BRANCH_TARGETS("branch-targets", "targets of br_table", 1_000_000, 10_000_000),
  /** Processor time of loading; 0, the default, is by {@link ModuleLimits#compileSeconds}. */
  COMPILE_SECONDS("compile-seconds", "seconds of processor time to load", 0, 86_400);

  /** What the name of the annotation begins with. */
  public static final String ANNOTATIONS = "io.jwasm.limit.";

  private final String key;
  private final String what;
  private final int standard;
  private final int ceiling;

  ModuleLimit(String key, String what, int standard, int ceiling) {
    this.key = key;
    this.what = what;
    this.standard = standard;
    this.ceiling = ceiling;
  }

  /** Returns the name in annotations, without {@link #ANNOTATIONS}. */
  public String key() {
    return key;
  }

  /** Returns what is counted, for messages. */
  String what() {
    return what;
  }

  /** Returns the value that holds when nobody says another. */
  public int standard() {
    return standard;
  }

  /** Returns the highest value that may be asked for. */
  public int ceiling() {
    return ceiling;
  }
}
