package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import io.jwasm.sentry.mm.Region;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Defines the classes of a compiled module and makes the engine's machines from them. The code has
 * the address of its memory as a constant, see {@link LoadsAndStores}: whoever wants other memories
 * gets the classes once more.
 */
public final class CodeLoader extends ClassLoader implements Machines, MachineFactory {
  private static final ByteBuffer MOVING = ByteBuffer.allocate(0);

  private final CodeContainer code;
  private final Map<String, byte[]> classes;
  private final Constructor<? extends Machine> constructor;

  /** Null, and so is what follows, as long as the code has no memory yet. */
  private ByteBuffer memory;

  private Interruption interruption;

  /**
   * @throws LinkageError when the classes are not what the JVM accepts
   */
  CodeLoader(CodeContainer code) {
    super("guest", CodeLoader.class.getClassLoader());
    this.code = code;
    this.classes = code.classes();
    try {
      this.constructor =
          Class.forName(code.mainClass(), true, this)
              .asSubclass(Machine.class)
              .getConstructor(Instance.class);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new LinkageError("not a compiled module", e);
    }
  }

  @Override
  public synchronized MachineFactory over(List<RegionMemory> memories) {
    if (memory != null) {
      return new CodeLoader(code).over(memories);
    }
    Region only = memories.size() == 1 ? memories.getFirst().region() : null;
    memory = only != null && only.isFixed() ? only.bytes() : MOVING;
    // A load in a loop shall see what another thread stores, and a look is a barrier.
    interruption = new Interruption(isAnyShared(memories));
    return this;
  }

  private static boolean isAnyShared(List<RegionMemory> memories) {
    for (RegionMemory each : memories) {
      if (each.shared()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns, for the code, the only memory of the module, which never moves, or a buffer that has
   * no address.
   */
  public ByteBuffer memory() {
    return memory;
  }

  /** Returns, for the code, what tells it to look whether its thread was interrupted. */
  public Interruption interruption() {
    return interruption;
  }

  @Override
  public void interrupt() {
    interruption.begin();
  }

  @Override
  public Machine apply(Instance instance) {
    try {
      return constructor.newInstance(instance);
    } catch (InvocationTargetException e) {
      throw new LinkageError("the machine's constructor failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("not a compiled module", e);
    }
  }

  /**
   * The module's own classes are not looked for in the jar first: opening it costs milliseconds.
   */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!classes.containsKey(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] code = classes.get(name);
    if (code == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, code, 0, code.length);
  }
}
