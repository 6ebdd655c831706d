package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.util.List;
import java.util.function.Function;

/** Makes what executes a module's code. */
interface Machines {
  /**
   * Returns what makes the machines of all instances that share memories.
   *
   * @param memories all memories of the module, by index
   */
  Function<Instance, Machine> over(List<RegionMemory> memories);
}
