package io.jwasm.sentry.platform.chicory;

import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Has a module look whether its thread was interrupted only when a thread of the program was, see
 * {@link Interruption}. The engine's own look, at each call and in each turn of a loop, reads a
 * volatile field: after it, all that the code knew of the memory is to be read again.
 */
final class InterruptionLooks extends ShadedClass {
  private static final String METHOD = "checkInterruption";
  private static final String INTERRUPTION = "INTERRUPTION";
  private static final Type TYPE = Type.getType(Interruption.class);

  InterruptionLooks(ClassVisitor next) {
    super(next, 1);
  }

  @Override
  void declare() {
    constant(INTERRUPTION, TYPE);
  }

  @Override
  void initialise(MethodVisitor code) {
    ask(code, "interruption", TYPE);
    put(code, INTERRUPTION, TYPE);
  }

  @Override
  Consumer<MethodVisitor> change(String method, String descriptor) {
    return method.equals(METHOD) ? this::look : null;
  }

  private void look(MethodVisitor code) {
    Label begun = new Label();
    get(code, INTERRUPTION, TYPE);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, TYPE.getInternalName(), "hasBegun", "()Z", false);
    code.visitJumpInsn(Opcodes.IFNE, begun);
    code.visitInsn(Opcodes.RETURN);
    code.visitLabel(begun);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }
}
