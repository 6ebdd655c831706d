package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.types.MemoryImport;
import io.jwasm.sentry.kernel.Syscall;
import java.util.List;

/**
 * What a module was found to want from outside.
 *
 * @param calls the system calls that it imports, in the order of its function imports
 * @param memory the memory that it imports, which is shared; null when it imports none
 * @param callMemory index of the memory that pointers in system calls point into
 * @param threadEntry exported function of type (i32, i32) -> () that new threads run; null when it
 *     imports nothing that starts threads
 */
record Linkage(List<Syscall> calls, MemoryImport memory, int callMemory, String threadEntry) {}
