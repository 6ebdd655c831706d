package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.TableFactory;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;

/**
 * Makes tables whose limits are the instance's own. The engine's {@code table.grow} changes the
 * limits that the table was made with, and those of the module are for every instance.
 */
final class InstanceTables implements TableFactory {
  @Override
  public TableInstance create(Table declared, int value) {
    TableLimits limits = declared.limits();
    return new TableInstance(
        new Table(
            declared.elementType(),
            new TableLimits(limits.min(), limits.max(), limits.shared()),
            declared.initialize()),
        value);
  }
}
