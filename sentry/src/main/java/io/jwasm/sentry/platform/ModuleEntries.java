package io.jwasm.sentry.platform;

/** Walks over the entries of a module's sections, as far as their counts and lengths matter. */
final class ModuleEntries {
  private static final int REF = 0x64;
  private static final int REF_NULL = 0x63;

  private static final int FUNC = 0x60;
  private static final int STRUCT = 0x5f;
  private static final int ARRAY = 0x5e;
  private static final int SUB = 0x50;
  private static final int SUB_FINAL = 0x4f;
  private static final int REC = 0x4e;

  private static final int END = 0x0b;
  private static final int HAS_MAXIMUM = 1;

  private final ModuleImage image;
  private final ModuleLimits limits;
  private final ModuleReader in;

  private int types;
  private long items;

  ModuleEntries(ModuleImage image, ModuleReader in) {
    this.image = image;
    this.limits = image.limits();
    this.in = in;
  }

  void name() throws ExecFormatException {
    long length = in.u32();
    limits.check(image, ModuleLimit.NAME_BYTES, length);
    in.skip(length);
  }

  void valueType() throws ExecFormatException {
    int type = in.readByte();
    if (type == REF || type == REF_NULL) {
      in.skipNumber();
    }
  }

  /** Skips the bounds of a table or memory, and returns the lower one. */
  long limits() throws ExecFormatException {
    int flags = in.readByte();
    long minimum = in.u32();
    if ((flags & HAS_MAXIMUM) != 0) {
      in.u32();
    }
    return minimum;
  }

  /** Skips the mark of a table that says which value it begins with, if it does. */
  boolean tableHasValue() throws ExecFormatException {
    int position = in.position();
    if (in.readByte() == 0x40) {
      in.readByte();
      return true;
    }
    in.moveTo(position);
    return false;
  }

  void types(int count) throws ExecFormatException {
    for (int i = 0; i < count; i++) {
      int form = in.readByte();
      int members = 1;
      if (form == REC) {
        members = in.count();
        form = members > 0 ? in.readByte() : 0;
      }
      for (int member = 0; member < members; member++) {
        limits.check(image, ModuleLimit.TYPES, ++types);
        subType(member == 0 ? form : in.readByte());
      }
    }
  }

  private void subType(int form) throws ExecFormatException {
    if (form != SUB && form != SUB_FINAL) {
      compositeType(form);
      return;
    }
    int supertypes = in.count();
    limits.check(image, ModuleLimit.PARAMETERS, supertypes);
    for (int i = 0; i < supertypes; i++) {
      in.u32();
    }
    compositeType(in.readByte());
  }

  private void compositeType(int form) throws ExecFormatException {
    switch (form) {
      case FUNC -> {
        valueTypes();
        valueTypes();
      }
      case STRUCT -> {
        int fields = in.count();
        limits.check(image, ModuleLimit.PARAMETERS, fields);
        for (int i = 0; i < fields; i++) {
          field();
        }
      }
      case ARRAY -> field();
      default -> throw image.invalid("a type is of no form that there is", null);
    }
  }

  private void valueTypes() throws ExecFormatException {
    long count = in.u32();
    limits.check(image, ModuleLimit.PARAMETERS, count);
    for (int i = 0; i < count; i++) {
      valueType();
    }
  }

  private void field() throws ExecFormatException {
    valueType();
    in.readByte();
  }

  /** Skips the declarations of a function's locals, and returns how many there are. */
  long locals() throws ExecFormatException {
    int groups = in.count();
    long locals = 0;
    for (int i = 0; i < groups; i++) {
      locals += in.u32();
      limits.check(image, ModuleLimit.FUNCTION_LOCALS, locals);
      valueType();
    }
    return locals;
  }

  void elements(int count) throws ExecFormatException {
    for (int i = 0; i < count; i++) {
      long flags = in.u32();
      boolean active = (flags & 1) == 0;
      boolean expressions = (flags & 4) != 0;
      if (active) {
        if ((flags & 2) != 0) {
          in.u32();
        }
        expression();
      }
      if ((flags & 3) != 0) {
        valueType(); // or the kind of element, which is a byte too
      }
      long inits = in.u32();
      items += inits;
      limits.check(image, ModuleLimit.ELEMENT_ITEMS, items);
      for (int item = 0; item < inits; item++) {
        if (expressions) {
          expression();
        } else {
          in.u32();
        }
      }
    }
  }

  void data(int count) throws ExecFormatException {
    for (int i = 0; i < count; i++) {
      long mode = in.u32();
      if (mode == 2) {
        in.u32();
      }
      if (mode != 1) {
        expression();
      }
      in.skip(in.u32());
    }
  }

  /** Skips a constant expression. */
  void expression() throws ExecFormatException {
    while (true) {
      int opcode = in.readByte();
      switch (opcode) {
        case END -> {
          return;
        }
        case 0x23, 0x41, 0x42, 0xd0, 0xd2 -> in.skipNumber(); // global, i32, i64, null, function
        case 0x43 -> in.skip(Float.BYTES);
        case 0x44 -> in.skip(Double.BYTES);
        case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {} // add, sub, mul
        case 0xfb -> aggregate((int) in.u32());
        case 0xfd -> vector((int) in.u32());
        default ->
            throw image.invalid("an initial value is not constant (opcode " + opcode + ")", null);
      }
    }
  }

  private void aggregate(int opcode) throws ExecFormatException {
    switch (opcode) {
      case 0, 1, 6, 7 -> in.u32(); // struct.new, array.new and their defaults
      case 8 -> { // array.new_fixed
        in.u32();
        limits.check(image, ModuleLimit.ELEMENT_ITEMS, in.u32());
      }
      case 0x1a, 0x1b, 0x1c -> {} // conversions, ref.i31
      default -> throw image.invalid("an initial value is not constant", null);
    }
  }

  private void vector(int opcode) throws ExecFormatException {
    if (opcode != 0x0c) {
      throw image.invalid("an initial value is not constant", null);
    }
    in.skip(16);
  }
}
