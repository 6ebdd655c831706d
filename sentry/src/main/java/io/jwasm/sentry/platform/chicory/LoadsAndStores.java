package io.jwasm.sentry.platform.chicory;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Gives the loads and stores of a compiled module a memory whose address is a constant. The engine
 * puts into each module a class whose methods {@code memoryReadInt} and so on call the memory; they
 * get in front of that:
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
 * {@code BYTES} comes from the class's loader, {@link CodeLoader#get}; {@code BASE} is its address,
 * or 0 when the module's memory may move.
 */
final class LoadsAndStores extends ClassVisitor {
  private static final String SHADED = "Shaded";
  private static final String READ = "memoryRead";
  private static final String WRITE = "memoryWrite";

  /** Methods of the engine that are changed; any other number means another engine. */
  private static final int METHODS = 12;

  /** Unsigned, an offset has no more: limit less offset and size stays an int of the same order. */
  private static final int OFFSET_BITS = 30;

  private static final String UNSAFE = "UNSAFE";
  private static final String BYTES = "BYTES";
  private static final String BASE = "BASE";
  private static final String UNSAFE_CLASS = "jdk/internal/misc/Unsafe";
  private static final String UNSAFE_TYPE = "Ljdk/internal/misc/Unsafe;";
  private static final String BUFFER_CLASS = "java/nio/ByteBuffer";
  private static final String BUFFER_TYPE = "Ljava/nio/ByteBuffer;";
  private static final int CONSTANT =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;

  private String owner;
  private boolean initialised;
  private int methods;

  private LoadsAndStores(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** Returns the classes of a module with its loads and stores changed. */
  static Map<String, byte[]> direct(Map<String, byte[]> classes) {
    Map<String, byte[]> changed = new HashMap<>(classes);
    for (Map.Entry<String, byte[]> each : changed.entrySet()) {
      if (each.getKey().endsWith(SHADED)) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(each.getValue()).accept(new LoadsAndStores(writer), 0);
        each.setValue(writer.toByteArray());
        return changed;
      }
    }
    throw new IllegalStateException("the engine compiles loads and stores otherwise");
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    owner = name;
    super.visit(version, access, name, signature, parent, interfaces);
    super.visitField(CONSTANT, UNSAFE, UNSAFE_TYPE, null, null);
    super.visitField(CONSTANT, BYTES, BUFFER_TYPE, null, null);
    super.visitField(CONSTANT, BASE, "J", null, null);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String type, String signature, String[] exceptions) {
    MethodVisitor code = super.visitMethod(access, name, type, signature, exceptions);
    if (name.equals("<clinit>")) {
      initialised = true;
      return new AtBegin(code, this::initialise);
    }
    if (name.startsWith(READ)) {
      methods++;
      return new AtBegin(code, begin -> load(begin, Type.getReturnType(type)));
    }
    if (name.startsWith(WRITE)) {
      methods++;
      return new AtBegin(code, begin -> store(begin, Type.getArgumentTypes(type)[1]));
    }
    return code;
  }

  @Override
  public void visitEnd() {
    if (!initialised || methods != METHODS) {
      throw new IllegalStateException("the engine has " + methods + " loads and stores");
    }
    super.visitEnd();
  }

  private void initialise(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, UNSAFE_CLASS, "getUnsafe", "()" + UNSAFE_TYPE, false);
    code.visitFieldInsn(Opcodes.PUTSTATIC, owner, UNSAFE, UNSAFE_TYPE);
    code.visitLdcInsn(Type.getObjectType(owner));
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/Class",
        "getClassLoader",
        "()Ljava/lang/ClassLoader;",
        false);
    String supplier = "java/util/function/Supplier";
    code.visitTypeInsn(Opcodes.CHECKCAST, supplier);
    code.visitMethodInsn(Opcodes.INVOKEINTERFACE, supplier, "get", "()Ljava/lang/Object;", true);
    code.visitTypeInsn(Opcodes.CHECKCAST, BUFFER_CLASS);
    code.visitInsn(Opcodes.DUP);
    code.visitFieldInsn(Opcodes.PUTSTATIC, owner, BYTES, BUFFER_TYPE);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "io/jwasm/sentry/host/HostKernel",
        "addressOf",
        "(Ljava/nio/Buffer;)J",
        false);
    code.visitFieldInsn(Opcodes.PUTSTATIC, owner, BASE, "J");
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
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE_CLASS, method, descriptor, false);
  }

  private void access(MethodVisitor code, Type type, int offset, Runnable operation) {
    Label checked = new Label();
    Label end = new Label();
    Label outside = new Label();
    Label otherwise = new Label();
    code.visitTryCatchBlock(checked, end, outside, "java/lang/IndexOutOfBoundsException");
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, BASE, "J");
    code.visitInsn(Opcodes.LCONST_0);
    code.visitInsn(Opcodes.LCMP);
    code.visitJumpInsn(Opcodes.IFEQ, otherwise);
    code.visitVarInsn(Opcodes.ILOAD, offset);
    code.visitIntInsn(Opcodes.BIPUSH, OFFSET_BITS);
    code.visitInsn(Opcodes.IUSHR);
    code.visitJumpInsn(Opcodes.IFNE, otherwise);
    code.visitLabel(checked);
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, UNSAFE, UNSAFE_TYPE);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, BASE, "J");
    code.visitVarInsn(Opcodes.ILOAD, offset);
    code.visitInsn(Opcodes.I2L);
    code.visitInsn(Opcodes.LADD);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, BYTES, BUFFER_TYPE);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUFFER_CLASS, "limit", "()I", false);
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

  /** Writes code in front of a method's own. */
  private static final class AtBegin extends MethodVisitor {
    private final Consumer<MethodVisitor> begin;

    AtBegin(MethodVisitor next, Consumer<MethodVisitor> begin) {
      super(Opcodes.ASM9, next);
      this.begin = begin;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      begin.accept(mv);
    }
  }
}
