package io.jwasm.sentry.platform.chicory;

import io.jwasm.sentry.host.HostKernel;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Gives the loads and stores of a compiled module a memory whose address is a constant. In front of
 * the engine's methods {@code memoryReadInt} and so on, which call the memory, comes:
 *
 * <pre>
 * if (BASE != 0 &amp;&amp; offset &gt;&gt;&gt; OFFSET_BITS == 0) {
 *   try {
 *     int index = Objects.checkIndex(base, BYTES.limit() - (size - 1) - offset);
 *     return UNSAFE.getInt(null, BASE + offset + index);
 *   } catch (IndexOutOfBoundsException e) {
 *     // the memory says what a trap is
 *   }
 * }
 * </pre>
 *
 * {@code BYTES} is {@link CodeLoader#memory}; {@code BASE} is its address, or 0 when the module's
 * memory may move.
 */
final class LoadsAndStores extends ShadedClass {
  private static final String READ = "memoryRead";
  private static final String WRITE = "memoryWrite";

  private static final int METHODS = 12;

  /** Unsigned, an offset has no more: limit less offset and size stays an int of the same order. */
  private static final int OFFSET_BITS = 30;

  private static final String UNSAFE = "UNSAFE";
  private static final String BYTES = "BYTES";
  private static final String BASE = "BASE";
  private static final Type UNSAFE_TYPE = Type.getObjectType("jdk/internal/misc/Unsafe");
  private static final Type BUFFER_TYPE = Type.getType(ByteBuffer.class);

  LoadsAndStores(ClassVisitor next) {
    super(next, METHODS);
  }

  @Override
  void declare() {
    constant(UNSAFE, UNSAFE_TYPE);
    constant(BYTES, BUFFER_TYPE);
    constant(BASE, Type.LONG_TYPE);
  }

  @Override
  void initialise(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        UNSAFE_TYPE.getInternalName(),
        "getUnsafe",
        "()" + UNSAFE_TYPE,
        false);
    put(code, UNSAFE, UNSAFE_TYPE);
    ask(code, "memory", BUFFER_TYPE);
    code.visitInsn(Opcodes.DUP);
    put(code, BYTES, BUFFER_TYPE);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(HostKernel.class),
        "addressOf",
        "(Ljava/nio/Buffer;)J",
        false);
    put(code, BASE, Type.LONG_TYPE);
  }

  @Override
  Consumer<MethodVisitor> change(String method, String descriptor) {
    if (method.startsWith(READ)) {
      return begin -> load(begin, Type.getReturnType(descriptor));
    }
    if (method.startsWith(WRITE)) {
      return begin -> store(begin, Type.getArgumentTypes(descriptor)[1]);
    }
    return null;
  }

  /** Locals are base, offset, memory. */
  private void load(MethodVisitor code, Type type) {
    access(
        code,
        type,
        1,
        () -> {
          unsafe(code, "get", type, "(Ljava/lang/Object;J)" + type);
          code.visitInsn(type.getOpcode(Opcodes.IRETURN));
        });
  }

  /** Locals are base, value, offset, memory. */
  private void store(MethodVisitor code, Type type) {
    access(
        code,
        type,
        1 + type.getSize(),
        () -> {
          code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), 1);
          unsafe(code, "put", type, "(Ljava/lang/Object;J" + type + ")V");
          code.visitInsn(Opcodes.RETURN);
        });
  }

  private static void unsafe(MethodVisitor code, String verb, Type type, String descriptor) {
    String name = type.getClassName();
    String method = verb + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, UNSAFE_TYPE.getInternalName(), method, descriptor, false);
  }

  private void access(MethodVisitor code, Type type, int offset, Runnable operation) {
    Label checked = new Label();
    Label end = new Label();
    Label outside = new Label();
    Label otherwise = new Label();
    code.visitTryCatchBlock(checked, end, outside, "java/lang/IndexOutOfBoundsException");
    get(code, BASE, Type.LONG_TYPE);
    code.visitInsn(Opcodes.LCONST_0);
    code.visitInsn(Opcodes.LCMP);
    code.visitJumpInsn(Opcodes.IFEQ, otherwise);
    code.visitVarInsn(Opcodes.ILOAD, offset);
    code.visitIntInsn(Opcodes.BIPUSH, OFFSET_BITS);
    code.visitInsn(Opcodes.IUSHR);
    code.visitJumpInsn(Opcodes.IFNE, otherwise);
    code.visitLabel(checked);
    get(code, UNSAFE, UNSAFE_TYPE);
    code.visitInsn(Opcodes.ACONST_NULL);
    get(code, BASE, Type.LONG_TYPE);
    code.visitVarInsn(Opcodes.ILOAD, offset);
    code.visitInsn(Opcodes.I2L);
    code.visitInsn(Opcodes.LADD);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    get(code, BYTES, BUFFER_TYPE);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, BUFFER_TYPE.getInternalName(), "limit", "()I", false);
    code.visitLdcInsn(bytes(type) - 1);
    code.visitInsn(Opcodes.ISUB);
    code.visitVarInsn(Opcodes.ILOAD, offset);
    code.visitInsn(Opcodes.ISUB);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Objects", "checkIndex", "(II)I", false);
    code.visitInsn(Opcodes.I2L);
    code.visitInsn(Opcodes.LADD);
    operation.run();
    code.visitLabel(end);
    code.visitLabel(outside);
    code.visitFrame(
        Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/IndexOutOfBoundsException"});
    code.visitInsn(Opcodes.POP);
    code.visitLabel(otherwise);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }

  private static int bytes(Type type) {
    return switch (type.getSort()) {
      case Type.BYTE -> Byte.BYTES;
      case Type.SHORT -> Short.BYTES;
      case Type.INT, Type.FLOAT -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }
}
