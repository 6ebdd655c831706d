package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.Function;

/** Defines the classes of a compiled module and makes the engine's machines from them. */
final class CodeLoader extends ClassLoader implements Function<Instance, Machine> {
  private final Map<String, byte[]> classes;
  private final Constructor<? extends Machine> constructor;

  /**
   * @throws LinkageError when the classes are not what the JVM accepts
   */
  CodeLoader(CodeContainer code) {
    super("guest", CodeLoader.class.getClassLoader());
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
