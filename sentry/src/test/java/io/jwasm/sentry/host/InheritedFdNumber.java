package io.jwasm.sentry.host;

import java.io.FileDescriptor;
import java.lang.reflect.Field;

/** The number behind a descriptor of the JDK. */
public final class InheritedFdNumber {
  private InheritedFdNumber() {}

  public static int of(FileDescriptor descriptor) throws ReflectiveOperationException {
    Field field = FileDescriptor.class.getDeclaredField("fd");
    field.setAccessible(true);
    return field.getInt(descriptor);
  }
}
