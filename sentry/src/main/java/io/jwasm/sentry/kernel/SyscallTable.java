package io.jwasm.sentry.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All functions that a program may import; everything else fails its load. */
public final class SyscallTable {
  private final List<SyscallSet> sets;
  private final Strace strace;

  private SyscallTable(List<SyscallSet> sets, Strace strace) {
    this.sets = sets;
    this.strace = strace;
  }

  public static SyscallTable of(SyscallSet... sets) {
    return new SyscallTable(List.of(sets), null);
  }

  /** Returns the same table with every call reported; the untraced path has no test for it. */
  public SyscallTable traced(Strace strace) {
    return new SyscallTable(sets, strace);
  }

  /**
   * Returns the function, or null when there is none of this name in this type: sets may share a
   * module and have functions of one name, which only their types tell apart.
   */
  public Syscall find(String module, String name, Signature signature) {
    for (int i = 0; i < sets.size(); i++) {
      Syscall found = sets.get(i).find(module, name);
      if (found != null && found.signature().equals(signature)) {
        return strace == null ? found : found.withHandler(strace.wrap(found));
      }
    }
    return null;
  }

  /** Returns the types in which there is a function of this name, for messages. */
  public List<Signature> signatures(String module, String name) {
    List<Signature> signatures = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      Syscall found = sets.get(i).find(module, name);
      if (found != null && !signatures.contains(found.signature())) {
        signatures.add(found.signature());
      }
    }
    return signatures;
  }

  /**
   * Returns what new threads of a program that imports from this module run, or null when nothing
   * in it starts threads.
   *
   * @see SyscallSet#threadEntry
   */
  public String threadEntry(String module) {
    for (int i = 0; i < sets.size(); i++) {
      SyscallSet set = sets.get(i);
      if (set.threadEntry() != null && set.modules().contains(module)) {
        return set.threadEntry();
      }
    }
    return null;
  }

  /**
   * Returns the import modules offered, for messages; of a module with one function, that: its name
   * alone would promise more.
   */
  public String modules() {
    Set<String> modules = new LinkedHashSet<>();
    for (SyscallSet set : sets) {
      List<String> names = set.names();
      for (String module : set.modules()) {
        modules.add(names.size() == 1 ? module + "." + names.getFirst() : module);
      }
    }
    return String.join(", ", modules);
  }

  /** Returns what is supported as a Markdown table, for the README. */
  public String markdown() {
    StringBuilder table = new StringBuilder("| Function | Supported | Note |\n|---|---|---|\n");
    for (SyscallSet set : sets) {
      String module = set.modules().getFirst();
      for (String name : set.names()) {
        Syscall call = set.find(module, name);
        table.append("| `").append(name).append("` | ").append(call.support().label());
        table.append(" | ").append(call.note()).append(" |\n");
      }
    }
    return table.toString();
  }
}
