package io.jwasm.it;

import static io.jwasm.it.BinaryModule.BODIES;
import static io.jwasm.it.BinaryModule.CODE;
import static io.jwasm.it.BinaryModule.DATA;
import static io.jwasm.it.BinaryModule.DROP;
import static io.jwasm.it.BinaryModule.ELEMENT;
import static io.jwasm.it.BinaryModule.EMPTY_BODY;
import static io.jwasm.it.BinaryModule.END;
import static io.jwasm.it.BinaryModule.EXPORT;
import static io.jwasm.it.BinaryModule.FUNCTION;
import static io.jwasm.it.BinaryModule.FUNCTIONS;
import static io.jwasm.it.BinaryModule.GLOBAL;
import static io.jwasm.it.BinaryModule.IMPORT;
import static io.jwasm.it.BinaryModule.MAX_U32;
import static io.jwasm.it.BinaryModule.MEMORIES;
import static io.jwasm.it.BinaryModule.MEMORY;
import static io.jwasm.it.BinaryModule.MILLION;
import static io.jwasm.it.BinaryModule.START;
import static io.jwasm.it.BinaryModule.TABLE;
import static io.jwasm.it.BinaryModule.TYPE;
import static io.jwasm.it.BinaryModule.TYPES;
import static io.jwasm.it.BinaryModule.ZERO;
import static io.jwasm.it.BinaryModule.bytes;
import static io.jwasm.it.BinaryModule.concat;
import static io.jwasm.it.BinaryModule.functions;
import static io.jwasm.it.BinaryModule.leb;
import static io.jwasm.it.BinaryModule.repeat;
import static io.jwasm.it.BinaryModule.section;
import static io.jwasm.it.BinaryModule.text;
import static io.jwasm.it.BinaryModule.wasm;
import static io.jwasm.it.BinaryModule.withBody;
import static io.jwasm.it.BinaryModule.withTrap;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;

/**
 * Modules that are small or cheap to write and dear to load: they claim much, nest deeply, or hit
 * what an engine does more than once per item.
 */
enum Bomb {
  BR_TABLE_OF_A_MILLION(
      () -> withBody(bytes(0), ZERO, bytes(0x0e), leb(MILLION), new byte[MILLION + 1])),
  A_THOUSAND_BR_TABLES(
      () -> {
        byte[] one =
            concat(bytes(0x02, 0x40), ZERO, bytes(0x0e), leb(5000), new byte[5001], bytes(END));
        return withBody(bytes(0), repeat(one, 1000));
      }),
  BR_TABLE_OVER_DEEP_BLOCKS(
      () -> {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
          all.writeBytes(leb(i % 5000));
        }
        return withBody(
            bytes(0),
            repeat(bytes(0x02, 0x40), 5000),
            ZERO,
            bytes(0x0e),
            leb(100_000),
            all.toByteArray(),
            leb(0),
            repeat(bytes(END), 5000));
      }),
  BRANCHES_OVER_A_HIGH_STACK(
      () ->
          withBody(
              bytes(0),
              bytes(0x02, 0x40),
              repeat(ZERO, 5000),
              repeat(concat(ZERO, bytes(0x0d, 0)), 5000),
              repeat(bytes(DROP), 5000),
              bytes(END))),
  FUNCTIONS_IN_MANY_CLASSES(
      () -> {
        byte[] calls = new byte[0];
        for (int i = 1; i < 90_000; i += 5000) {
          calls = concat(calls, bytes(0x10), leb(i));
        }
        byte[] caller = concat(leb(calls.length + 2), bytes(0), calls, bytes(END));
        return wasm(
            TYPES,
            section(FUNCTION, leb(90_000), new byte[90_000]),
            START,
            section(CODE, leb(90_000), caller, repeat(EMPTY_BODY, 89_999)));
      }),
  EMPTY_FUNCTIONS_300_000(() -> functions(300_000, EMPTY_BODY)),
  EMPTY_FUNCTIONS_999_999(() -> functions(999_999, EMPTY_BODY)),
  FUNCTIONS_BEYOND_THE_METHOD_SIZE(
      () -> {
        byte[] code = repeat(concat(ZERO, bytes(DROP)), 20_000);
        byte[] body = concat(leb(code.length + 2), bytes(0), code, bytes(END));
        return functions(100, body);
      }),
  FUNCTIONS_JUST_BEYOND_THE_METHOD_SIZE(
      () -> {
        // local.get 0; i64.load; drop, which is many bytes of the JVM's
        byte[] code = repeat(bytes(0x41, 0, 0x29, 3, 0, DROP), 4_000);
        byte[] body = concat(leb(code.length + 2), bytes(0), code, bytes(END));
        return functions(100, body);
      }),
  ONE_FUNCTION_OF_9_MB(() -> withBody(bytes(0), repeat(concat(ZERO, bytes(DROP)), 3 * MILLION))),
  ONE_FUNCTION_OF_7_MB(
      () -> withBody(bytes(0), repeat(concat(ZERO, bytes(DROP)), 7 * MILLION / 3))),
  NOPS_OF_60_MB(
      () -> {
        byte[] body = concat(leb(6 * MILLION + 2), bytes(0), repeat(bytes(1), 6 * MILLION));
        return functions(10, concat(body, bytes(END)));
      }),
  BLOCKS_NESTED_100_000_DEEP(
      () -> withBody(bytes(0), repeat(bytes(0x02, 0x40), 100_000), repeat(bytes(END), 100_000))),
  LOOPS_NESTED_20_000_DEEP(
      () -> withBody(bytes(0), repeat(bytes(0x03, 0x40), 20_000), repeat(bytes(END), 20_000))),
  IFS_NESTED_3_000_DEEP(
      () ->
          withBody(
              bytes(0),
              repeat(bytes(0x41, 1, 0x04, 0x40), 3_000),
              repeat(bytes(0x05, END), 3_000))),
  LOCALS_NEAR_2_TO_THE_32(() -> withBody(concat(leb(1), leb(MAX_U32), bytes(0x7f)))),
  LOCALS_IN_MANY_GROUPS(
      () -> withBody(concat(leb(2000), repeat(concat(leb(50_000), bytes(0x7f)), 2000)))),
  LOCALS_OF_MANY_FUNCTIONS(
      () -> {
        byte[] locals = concat(leb(1), leb(50_000), bytes(0x7f));
        byte[] body = concat(leb(locals.length + 1), locals, bytes(END));
        return functions(10_000, body);
      }),
  A_TYPE_OF_2_TO_THE_31_PARAMETERS(
      () -> wasm(section(TYPE, leb(1), bytes(0x60), leb(0x7fff_ffffL)), FUNCTIONS)),
  A_TYPE_OF_A_MILLION_PARAMETERS(
      () -> {
        byte[] params = repeat(bytes(0x7f), MILLION);
        return wasm(
            section(TYPE, leb(2), bytes(0x60, 0, 0), bytes(0x60), leb(MILLION), params, leb(0)),
            FUNCTIONS,
            START,
            BODIES);
      }),
  TYPES_OF_A_THOUSAND_RESULTS(
      () -> {
        byte[] many = concat(bytes(0x60), leb(1000), repeat(bytes(0x7f), 1000), leb(0));
        return wasm(
            section(TYPE, leb(5001), bytes(0x60, 0, 0), repeat(many, 5000)),
            FUNCTIONS,
            START,
            BODIES);
      }),
  A_MILLION_TYPES(
      () ->
          wasm(
              section(TYPE, leb(MILLION), repeat(bytes(0x60, 0, 0), MILLION)),
              FUNCTIONS,
              START,
              BODIES)),
  A_COUNT_OF_FUNCTIONS_AND_NOTHING_ELSE(
      () -> wasm(TYPES, section(FUNCTION, leb(MAX_U32)), START, BODIES)),
  A_HUNDRED_THOUSAND_IMPORTS(
      () -> {
        byte[] one = concat(text("wasi_snapshot_preview1"), text("proc_exit"), bytes(0, 1));
        return wasm(
            section(TYPE, leb(2), bytes(0x60, 0, 0), bytes(0x60, 1, 0x7f, 0)),
            section(IMPORT, leb(100_000), repeat(one, 100_000)),
            FUNCTIONS,
            section(EXPORT, leb(1), text("_start"), bytes(0), leb(100_000)),
            BODIES);
      }),
  EXPORTS_100_000(
      () -> {
        ByteArrayOutputStream exports = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
          exports.writeBytes(concat(text("e" + i), bytes(0, 0)));
        }
        return wasm(TYPES, FUNCTIONS, section(EXPORT, leb(100_000), exports.toByteArray()), BODIES);
      }),
  A_NAME_OF_64_MB(
      () -> {
        byte[] longName = repeat(bytes('a'), 64 * MILLION);
        return wasm(
            TYPES, FUNCTIONS, section(EXPORT, leb(1), leb(longName.length), longName, bytes(0, 0)));
      }),
  A_MILLION_GLOBALS(
      () -> {
        byte[] one = concat(bytes(0x7f, 1), ZERO, bytes(END));
        return wasm(
            TYPES, FUNCTIONS, section(GLOBAL, leb(MILLION), repeat(one, MILLION)), START, BODIES);
      }),
  A_GLOBAL_OF_A_MILLION_ADDITIONS(
      () -> {
        byte[] value = concat(ZERO, repeat(concat(ZERO, bytes(0x6a)), MILLION), bytes(END));
        return wasm(
            TYPES, FUNCTIONS, section(GLOBAL, leb(1), bytes(0x7f, 1), value), START, BODIES);
      }),
  A_TABLE_OF_2_TO_THE_32(
      () ->
          wasm(
              TYPES,
              FUNCTIONS,
              section(TABLE, leb(1), bytes(0x70, 0), leb(MAX_U32)),
              START,
              BODIES)),
  A_HUNDRED_TABLES_OF_10_MILLION(
      () -> {
        byte[] one = concat(bytes(0x70, 0), leb(10 * MILLION));
        return wasm(TYPES, FUNCTIONS, section(TABLE, leb(100), repeat(one, 100)), START, BODIES);
      }),
  A_MILLION_TABLES(
      () ->
          wasm(
              TYPES,
              FUNCTIONS,
              section(TABLE, leb(MILLION), repeat(bytes(0x70, 0, 0), MILLION)),
              START,
              BODIES)),
  A_MEMORY_OF_4_GIB(
      () -> wasm(TYPES, FUNCTIONS, section(MEMORY, leb(1), bytes(0), leb(65536)), START, BODIES)),
  A_MEMORY_OF_2_TO_THE_32_PAGES(
      () -> wasm(TYPES, FUNCTIONS, section(MEMORY, leb(1), bytes(0), leb(MAX_U32)), START, BODIES)),
  A_THOUSAND_MEMORIES_OF_2_GIB(
      () -> {
        byte[] one = concat(bytes(0), leb(32_767));
        return wasm(TYPES, FUNCTIONS, section(MEMORY, leb(1000), repeat(one, 1000)), START, BODIES);
      }),
  ELEMENT_SEGMENTS_100_000(
      () -> {
        byte[] one = concat(bytes(0), ZERO, bytes(END, 1, 0));
        return wasm(
            TYPES,
            FUNCTIONS,
            section(TABLE, leb(1), bytes(0x70, 0, 1)),
            START,
            section(ELEMENT, leb(100_000), repeat(one, 100_000)),
            BODIES);
      }),
  AN_ELEMENT_SEGMENT_OF_10_MILLION(
      () ->
          wasm(
              TYPES,
              FUNCTIONS,
              section(TABLE, leb(1), bytes(0x70, 0), leb(10 * MILLION)),
              START,
              section(
                  ELEMENT,
                  leb(1),
                  bytes(0),
                  ZERO,
                  bytes(END),
                  leb(10 * MILLION),
                  new byte[10 * MILLION]),
              BODIES)),
  AN_ELEMENT_COUNT_OF_2_TO_THE_31(
      () ->
          wasm(
              TYPES,
              FUNCTIONS,
              section(TABLE, leb(1), bytes(0x70, 0, 1)),
              START,
              section(ELEMENT, leb(1), bytes(0), ZERO, bytes(END), leb(0x7fff_fff0L)))),
  DATA_SEGMENTS_100_000(
      () -> {
        byte[] one = concat(bytes(0), ZERO, bytes(END, 1, 'x'));
        return wasm(
            TYPES,
            FUNCTIONS,
            MEMORIES,
            START,
            BODIES,
            section(DATA, leb(100_000), repeat(one, 100_000)));
      }),
  DATA_THAT_IS_MORE_THAN_THE_MEMORY(
      () -> {
        byte[] one = concat(bytes(0), ZERO, bytes(END), leb(60_000), new byte[60_000]);
        return wasm(
            TYPES, FUNCTIONS, MEMORIES, START, BODIES, section(DATA, leb(1500), repeat(one, 1500)));
      }),
  A_DATA_LENGTH_OF_2_TO_THE_31(
      () ->
          wasm(
              TYPES,
              FUNCTIONS,
              MEMORIES,
              START,
              BODIES,
              section(DATA, leb(1), bytes(0), ZERO, bytes(END), leb(0x7fff_0000L)))),
  CUSTOM_SECTIONS_A_MILLION(
      () -> wasm(TYPES, FUNCTIONS, START, BODIES, repeat(bytes(0, 3, 1, 'c', 0), MILLION))),
  A_CUSTOM_SECTION_OF_200_MB(
      () -> wasm(TYPES, FUNCTIONS, START, BODIES, section(0, text("c"), new byte[200 * MILLION]))),
  A_NAME_SECTION_THAT_CLAIMS_ALL(
      () -> {
        byte[] map = concat(leb(MAX_U32), leb(0), text("x"));
        return wasm(
            TYPES,
            FUNCTIONS,
            START,
            withTrap(),
            section(0, text("name"), bytes(1), leb(map.length), map));
      }),
  A_MILLION_NAMES(
      () -> {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.writeBytes(leb(MILLION));
        for (int i = 0; i < MILLION; i++) {
          names.writeBytes(concat(leb(i), text("n")));
        }
        byte[] map = names.toByteArray();
        return wasm(
            TYPES,
            FUNCTIONS,
            START,
            withTrap(),
            section(0, text("name"), bytes(1), leb(map.length), map));
      }),
  NUMBERS_WITHOUT_END(() -> wasm(TYPES, concat(bytes(FUNCTION), repeat(bytes(0x80), MILLION)))),
  SECTIONS_WITHOUT_CONTENT(
      () -> wasm(TYPES, FUNCTIONS, START, BODIES, repeat(bytes(TYPE, 0), MILLION)));

  @SuppressWarnings("ImmutableEnumChecker") // what is given above captures nothing
  private final Supplier<byte[]> module;

  Bomb(Supplier<byte[]> module) {
    this.module = module;
  }

  /** Makes the module; together they are large. */
  byte[] build() {
    return module.get();
  }
}
