package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.ModuleLimit;
import io.jwasm.sentry.platform.ModuleLimits;
import io.jwasm.sentry.platform.ModuleReader;
import io.jwasm.sentry.platform.ModuleScan;
import java.util.List;

/**
 * Counts a module's instructions as the engine will read them: it makes an object of about 80 bytes
 * of each, and of each target of a {@code br_table} two. Needed only before a module is validated.
 */
final class InstructionScan {
  private static final int FIRST_PREFIX = 0xfb;
  private static final int LAST_PREFIX = 0xfe;
  private static final int VECTOR_PREFIX = 0xfd;
  private static final int REF = 0x64;
  private static final int REF_NULL = 0x63;
  private static final int MEMORY_FLAG_SHIFT = 6;

  private final ModuleImage image;
  private final ModuleLimits limits;
  private final ModuleReader in;
  private final int mostInstructions;

  private int instructions;
  private int branchTargets;

  private InstructionScan(ModuleImage image, ModuleScan scan) {
    this.image = image;
    this.limits = image.limits();
    this.in = new ModuleReader(image, scan.codeBegin());
    this.mostInstructions = limits.of(ModuleLimit.INSTRUCTIONS);
  }

  /**
   * Returns how many instructions there are.
   *
   * <p>Errors: {@link ExecFormatException} when there are too many of them, too many loops or
   * targets, when they nest too deeply, and for one that the engine does not know or have.
   */
  static int count(ModuleImage image, ModuleScan scan) throws ExecFormatException {
    InstructionScan counting = new InstructionScan(image, scan);
    while (counting.in.position() < scan.codeEnd()) {
      counting.function();
    }
    return counting.instructions;
  }

  private void function() throws ExecFormatException {
    int end = (int) in.u32();
    end += in.position();
    int outer = in.limit(end);
    for (long groups = in.u32(); groups > 0; groups--) {
      in.u32();
      valueType();
    }
    int depth = 0;
    int loops = 0;
    while (in.remaining() > 0) {
      OpCode opcode = opcode();
      if (++instructions > mostInstructions) {
        limits.check(image, ModuleLimit.INSTRUCTIONS, instructions);
      }
      switch (opcode) {
        case LOOP -> {
          limits.check(image, ModuleLimit.LOOPS, ++loops);
          limits.check(image, ModuleLimit.NESTING, ++depth);
        }
        case BLOCK, IF, TRY_TABLE -> limits.check(image, ModuleLimit.NESTING, ++depth);
        case END -> depth--;
        default -> {}
      }
      operands(OpCode.signature(opcode));
    }
    in.limit(outer);
  }

  private OpCode opcode() throws ExecFormatException {
    int first = in.readByte();
    if (first == VECTOR_PREFIX) {
      throw image.unsupported(
          "it has vector instructions (SIMD); compile it without them, with clang by -mno-simd128");
    }
    long code = first;
    if (first >= FIRST_PREFIX && first <= LAST_PREFIX) {
      code = (first << Byte.SIZE) + in.u32();
    }
    OpCode opcode = code > 0xfeff ? null : OpCode.byOpCode((int) code);
    if (opcode == null) {
      throw image.invalid("it has an instruction that is not known, " + code, null);
    }
    return opcode;
  }

  private void operands(List<WasmEncoding> signature) throws ExecFormatException {
    for (int i = 0; i < signature.size(); i++) {
      switch (signature.get(i)) {
        case VARUINT -> in.u32();
        case VARSINT32, VARSINT64 -> in.skipNumber();
        case FLOAT32 -> in.skip(Float.BYTES);
        case FLOAT64 -> in.skip(Double.BYTES);
        case BYTE -> in.readByte();
        case V128 -> {} // of vector instructions alone, which are refused before
        case BLOCK_TYPE -> valueType();
        case MEMARG -> memoryArgument();
        case VEC_VARUINT -> targets();
        case VEC_VALUE_TYPE -> {
          for (long count = in.u32(); count > 0; count--) {
            valueType();
          }
        }
        case VEC_CATCH -> catches();
      }
    }
  }

  private void memoryArgument() throws ExecFormatException {
    if (in.u32() >> MEMORY_FLAG_SHIFT != 0) {
      in.u32();
    }
    in.u32();
  }

  private void targets() throws ExecFormatException {
    long count = in.u32();
    limits.check(image, ModuleLimit.BRANCH_TARGETS, branchTargets + count);
    branchTargets += (int) count;
    for (long i = 0; i < count; i++) {
      in.u32();
    }
  }

  private void catches() throws ExecFormatException {
    for (long count = in.u32(); count > 0; count--) {
      int kind = in.readByte();
      if (kind < 2) { // catch and catch_ref name a tag, the others do not
        in.u32();
      }
      in.u32();
    }
  }

  /** A type of values, or the index of a type. */
  private void valueType() throws ExecFormatException {
    long type = in.u32();
    if (type == REF || type == REF_NULL) {
      in.skipNumber();
    }
  }
}
