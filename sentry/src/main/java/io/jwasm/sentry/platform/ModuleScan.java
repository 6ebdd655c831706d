package io.jwasm.sentry.platform;

/**
 * Counts what is in a module, before an engine makes an object of each. It looks at counts and
 * lengths only; whether the module is valid is the engine's to say.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/modules.html">binary format</a>
 */
public final class ModuleScan {
  private static final int CUSTOM = 0;
  private static final int TYPE = 1;
  private static final int IMPORT = 2;
  private static final int FUNCTION = 3;
  private static final int TABLE = 4;
  private static final int MEMORY = 5;
  private static final int GLOBAL = 6;
  private static final int EXPORT = 7;
  private static final int ELEMENT = 9;
  private static final int CODE = 10;
  private static final int DATA = 11;
  private static final int TAG = 13;

  private final ModuleImage image;
  private final ModuleLimits limits;
  private final ModuleReader in;
  private final ModuleEntries entries;

  /** Of all but custom sections, a bit for each number. */
  private int seen;

  private int codeBegin;
  private int codeEnd;
  private int dataBytes;
  private int dataSegments;
  private int customSections;
  private long customBytes;
  private int memories;
  private int tables;
  private long tableElements;

  private ModuleScan(ModuleImage image) {
    this.image = image;
    this.limits = image.limits();
    this.in = new ModuleReader(image, ModuleLimits.HEADER_BYTES);
    this.entries = new ModuleEntries(image, in);
  }

  /**
   * Returns where the module's code is, and how much data it has, when there is not too much of
   * anything in it.
   *
   * <p>Errors: {@link ExecFormatException} that names the limit that it exceeds, or says that a
   * length or count in it cannot be.
   */
  public static ModuleScan of(ModuleImage image) throws ExecFormatException {
    int length = image.bytes().length;
    if (length < ModuleLimits.HEADER_BYTES) {
      throw image.invalid("it ends inside its header", null);
    }
    image.limits().check(image, ModuleLimit.MODULE_BYTES, length);
    ModuleScan scan = new ModuleScan(image);
    scan.sections();
    return scan;
  }

  /** Returns where the first function's code begins in the file; 0 when there is none. */
  public int codeBegin() {
    return codeBegin;
  }

  /** Returns where the last function's code ends. */
  public int codeEnd() {
    return codeEnd;
  }

  /** Returns how long the section of data segments is. */
  public int dataBytes() {
    return dataBytes;
  }

  /** Returns how many data segments there are. */
  public int dataSegments() {
    return dataSegments;
  }

  private void sections() throws ExecFormatException {
    while (in.remaining() > 0) {
      int id = in.readByte();
      long size = in.u32();
      if (size > in.remaining()) {
        throw in.tooShort();
      }
      once(id);
      int end = in.position() + (int) size;
      int outer = in.limit(end);
      section(id);
      in.limit(outer);
      in.moveTo(end);
    }
  }

  private void once(int id) throws ExecFormatException {
    if (id == CUSTOM || id > TAG) {
      return;
    }
    if ((seen & 1 << id) != 0) {
      throw image.invalid("it has more than one section " + id, null);
    }
    seen |= 1 << id;
  }

  private void section(int id) throws ExecFormatException {
    switch (id) {
      case CUSTOM -> custom();
      case TYPE -> entries.types(items(ModuleLimit.TYPES));
      case IMPORT -> imports(items(ModuleLimit.IMPORTS));
      case FUNCTION -> items(ModuleLimit.FUNCTIONS);
      case TABLE -> tables(items(ModuleLimit.TABLES));
      case MEMORY -> memory(items(ModuleLimit.MEMORIES));
      case GLOBAL -> items(ModuleLimit.GLOBALS);
      case EXPORT -> exports(items(ModuleLimit.EXPORTS));
      case ELEMENT -> entries.elements(items(ModuleLimit.ELEMENT_SEGMENTS));
      case CODE -> code(items(ModuleLimit.FUNCTIONS));
      case DATA -> {
        dataBytes = in.remaining();
        dataSegments = items(ModuleLimit.DATA_SEGMENTS);
        entries.data(dataSegments);
      }
      case TAG -> items(ModuleLimit.TAGS);
      default -> {} // the engine knows what else there may be
    }
  }

  private int items(ModuleLimit limit) throws ExecFormatException {
    long claimed = in.u32();
    limits.check(image, limit, claimed);
    if (claimed > in.remaining()) {
      throw image.invalid("it claims " + claimed + " " + limit.what() + " and has less", null);
    }
    return (int) claimed;
  }

  private void custom() throws ExecFormatException {
    limits.check(image, ModuleLimit.CUSTOM_SECTIONS, ++customSections);
    customBytes += in.remaining();
    limits.check(image, ModuleLimit.CUSTOM_BYTES, customBytes);
    entries.name();
  }

  private void imports(int count) throws ExecFormatException {
    for (int i = 0; i < count; i++) {
      entries.name();
      entries.name();
      switch (in.readByte()) {
        case 0 -> in.u32();
        case 1 -> {
          entries.valueType();
          addTable(entries.limits());
        }
        case 2 -> {
          entries.limits();
          memory(1);
        }
        case 3 -> {
          entries.valueType();
          in.readByte();
        }
        case 4 -> {
          in.readByte();
          in.u32();
        }
        default -> throw image.invalid("an import is of no kind that there is", null);
      }
    }
  }

  private void tables(int count) throws ExecFormatException {
    for (int i = 0; i < count; i++) {
      boolean initialised = entries.tableHasValue();
      entries.valueType();
      addTable(entries.limits());
      if (initialised) {
        entries.expression();
      }
    }
  }

  private void addTable(long elements) throws ExecFormatException {
    limits.check(image, ModuleLimit.TABLES, ++tables);
    tableElements += elements;
    limits.check(image, ModuleLimit.TABLE_ELEMENTS, tableElements);
  }

  private void memory(int count) throws ExecFormatException {
    memories += count;
    limits.check(image, ModuleLimit.MEMORIES, memories);
  }

  private void exports(int count) throws ExecFormatException {
    for (int i = 0; i < count; i++) {
      entries.name();
      in.readByte();
      in.u32();
    }
  }

  private void code(int count) throws ExecFormatException {
    codeBegin = in.position();
    long locals = 0;
    for (int i = 0; i < count; i++) {
      long size = in.u32();
      limits.check(image, ModuleLimit.FUNCTION_BYTES, size);
      if (size > in.remaining()) {
        throw in.tooShort();
      }
      int end = in.position() + (int) size;
      int outer = in.limit(end);
      locals += entries.locals();
      limits.check(image, ModuleLimit.LOCALS, locals);
      in.limit(outer);
      in.moveTo(end);
    }
    codeEnd = in.position();
  }
}
