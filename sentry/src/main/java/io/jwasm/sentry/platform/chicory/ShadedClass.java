package io.jwasm.sentry.platform.chicory;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A change of {@code Shaded}, the class that the engine puts into each module, whose methods all of
 * the module's code calls. What it needs to know at run time it asks the class's loader, once: the
 * JIT takes the answers for constants.
 */
abstract class ShadedClass extends ClassVisitor {
  private static final String NAME = "Shaded";
  private static final String LOADER = Type.getInternalName(CodeLoader.class);
  private static final int CONSTANT =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;

  private final int expectedMethods;
  private String owner;
  private boolean initialised;
  private int methods;

  /**
   * @param expectedMethods that are changed; any other number means another engine
   */
  ShadedClass(ClassVisitor next, int expectedMethods) {
    super(Opcodes.ASM9, next);
    this.expectedMethods = expectedMethods;
  }

  /**
   * Returns the classes of a module with this one changed.
   *
   * @param changes put before what writes the class
   */
  static Map<String, byte[]> changed(
      Map<String, byte[]> classes, UnaryOperator<ClassVisitor> changes) {
    Map<String, byte[]> changed = new HashMap<>(classes);
    for (Map.Entry<String, byte[]> each : changed.entrySet()) {
      if (each.getKey().endsWith(NAME)) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(each.getValue()).accept(changes.apply(writer), 0);
        each.setValue(writer.toByteArray());
        return changed;
      }
    }
    throw new IllegalStateException("the engine puts no class " + NAME + " into a module");
  }

  /** Adds the constants. */
  abstract void declare();

  /** Writes what gives the constants their values. */
  abstract void initialise(MethodVisitor code);

  /** Returns what writes the code in front of a method's own; null: the method stays as it is. */
  abstract Consumer<MethodVisitor> change(String method, String descriptor);

  @Override
  public final void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    owner = name;
    super.visit(version, access, name, signature, parent, interfaces);
    declare();
  }

  @Override
  public final MethodVisitor visitMethod(
      int access, String name, String type, String signature, String[] exceptions) {
    MethodVisitor code = super.visitMethod(access, name, type, signature, exceptions);
    if (name.equals("<clinit>")) {
      initialised = true;
      return new AtBegin(code, this::initialise);
    }
    Consumer<MethodVisitor> begin = change(name, type);
    if (begin == null) {
      return code;
    }
    methods++;
    return new AtBegin(code, begin);
  }

  @Override
  public final void visitEnd() {
    if (!initialised || methods != expectedMethods) {
      throw new IllegalStateException(
          "the engine has "
              + methods
              + " methods for "
              + getClass().getSimpleName()
              + ", not "
              + expectedMethods);
    }
    super.visitEnd();
  }

  final void constant(String field, Type type) {
    super.visitField(CONSTANT, field, type.getDescriptor(), null, null);
  }

  final void get(MethodVisitor code, String field, Type type) {
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, field, type.getDescriptor());
  }

  final void put(MethodVisitor code, String field, Type type) {
    code.visitFieldInsn(Opcodes.PUTSTATIC, owner, field, type.getDescriptor());
  }

  /** Writes a call of a method of {@link CodeLoader} without parameters. */
  final void ask(MethodVisitor code, String method, Type type) {
    code.visitLdcInsn(Type.getObjectType(owner));
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/Class",
        "getClassLoader",
        "()Ljava/lang/ClassLoader;",
        false);
    code.visitTypeInsn(Opcodes.CHECKCAST, LOADER);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LOADER, method, "()" + type.getDescriptor(), false);
  }

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
