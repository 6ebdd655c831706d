package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.util.function.Function;

/** Makes the machines of all instances of a program. */
@FunctionalInterface
interface MachineFactory extends Function<Instance, Machine> {
  /** See {@link io.jwasm.sentry.kernel.Code#interrupt}. */
  default void interrupt() {}
}
