package io.jwasm.sentry.platform.chicory;

import java.util.List;

/** Makes what executes a module's code. */
interface Machines {
  /**
   * Returns what makes the machines of all instances that share memories.
   *
   * @param memories all memories of the module, by index
   */
  MachineFactory over(List<RegionMemory> memories);
}
