package io.jwasm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What linear memory costs a guest with each page allocator, next to the same module in node:
 * growing by single pages, passing over a gibibyte, programs that compute, and pages that nobody
 * touches.
 */
final class MemoryCosts {
  static final List<String> ALLOCATORS = List.of("memfd", "anonymous", "heap");

  /** What memory.c times. Growth comes last: it leaves no room for anything else. */
  static final List<String> KERNELS =
      List.of("nbody", "sha256", "fannkuch", "quicksort", "printf", "sequential", "random");

  static final String GROW = "grow";

  private static final String NODE = "node";
  private static final int ROUNDS_MAX = 3;
  private static final int MOST_PAGES = 32_767;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Workshop workshop;
  private final OciRuntime jwasm;
  private final Path module;
  private final Map<String, Series> series = new LinkedHashMap<>();

  private MemoryCosts(Workshop workshop, OciRuntime jwasm) throws BenchException {
    this.workshop = workshop;
    this.jwasm = jwasm;
    this.module = workshop.benchModule("memory");
  }

  /** The series of a kernel with an allocator, or in node. */
  static String name(String kernel, String who) {
    return kernel + ": " + who;
  }

  /** The series of the resident memory of a guest that has grown to so many pages. */
  static String residentName(String allocator, int pages) {
    return allocator + ", " + pages + " pages, none touched: RSS";
  }

  static List<Section> measure(Workshop workshop, Path distribution, Rounds rounds)
      throws BenchException {
    Path cache = PrivateCache.create(workshop);
    MemoryCosts costs = new MemoryCosts(workshop, OciRuntime.jwasm(workshop, distribution, cache));
    int few = Math.min(rounds.counted(), ROUNDS_MAX);
    List<Section> sections = new ArrayList<>();
    sections.add(costs.kernels(few));
    sections.add(costs.growth(few));
    sections.add(costs.untouched(few));
    return sections;
  }

  private Section kernels(int rounds) throws BenchException {
    List<Series> all = new ArrayList<>();
    for (String kernel : KERNELS) {
      String reference = name(kernel, NODE);
      all.add(add(reference, reference, Unit.MILLISECONDS));
      for (String allocator : ALLOCATORS) {
        all.add(add(name(kernel, jwasm(allocator)), reference, Unit.MILLISECONDS));
      }
    }
    String[] arguments = KERNELS.toArray(String[]::new);
    Bundle bundle = Bundle.of(workshop, module).withArguments(arguments);
    for (int round = 0; round < rounds; round++) {
      Command node =
          new Command(workshop, "node", "--no-warnings", "--no-liftoff", workshop.nodeScript())
              .and(module)
              .and((Object[]) arguments);
      note(KERNELS, NODE, node);
      for (String allocator : ALLOCATORS) {
        note(KERNELS, jwasm(allocator), runOf(allocator, bundle));
      }
    }
    return new Section("Kernels in a guest's memory", all);
  }

  /** Without node, version 20 of which ends with SIGSEGV after so many. */
  private Section growth(int rounds) throws BenchException {
    List<Series> all = new ArrayList<>();
    for (String allocator : ALLOCATORS) {
      String reference = name(GROW, jwasm(ALLOCATORS.getFirst()));
      all.add(add(name(GROW, jwasm(allocator)), reference, Unit.NANOSECONDS));
    }
    Bundle bundle = Bundle.of(workshop, module).withArguments(GROW);
    for (int round = 0; round < rounds; round++) {
      for (String allocator : ALLOCATORS) {
        note(List.of(GROW), jwasm(allocator), runOf(allocator, bundle));
      }
    }
    return new Section("memory.grow by one page", all);
  }

  private Command runOf(String allocator, Bundle bundle) {
    return with(allocator).verb("run", "--bundle", bundle.directory(), workshop.newId());
  }

  private static String jwasm(String allocator) {
    return "jwasm, " + allocator;
  }

  private Series add(String name, String reference, Unit unit) {
    Series one = new Series(name, reference, unit);
    series.put(name, one);
    return one;
  }

  private OciRuntime with(String allocator) {
    return jwasm.with("--page-allocator=" + allocator);
  }

  private void note(List<String> kernels, String who, Command command) {
    String printed;
    try {
      printed = command.run().ok().out();
    } catch (BenchException e) {
      kernels.forEach(kernel -> series.get(name(kernel, who)).fail(e.getMessage()));
      return;
    }
    for (String line : printed.lines().toList()) {
      int blank = line.indexOf(' ');
      double nanos = Double.parseDouble(line.substring(blank + 1));
      Series one = series.get(name(line.substring(0, blank), who));
      one.add(one.unit() == Unit.MILLISECONDS ? nanos / NANOS_PER_MILLI : nanos);
    }
  }

  /** The heap is left out: the JVM writes the zeros of its arrays. */
  private Section untouched(int rounds) throws BenchException {
    List<Series> all = new ArrayList<>();
    for (String allocator : List.of("memfd", "anonymous")) {
      String small = residentName(allocator, 1);
      Series one = add(small, small, Unit.MEBIBYTES);
      Series most = add(residentName(allocator, MOST_PAGES), small, Unit.MEBIBYTES);
      for (int round = 0; round < rounds; round++) {
        resident(allocator, 1, one);
        resident(allocator, MOST_PAGES, most);
      }
      all.add(one);
      all.add(most);
    }
    return new Section("Memory that nobody touches", all);
  }

  private void resident(String allocator, int pages, Series into) throws BenchException {
    Bundle bundle = Bundle.of(workshop, module).withArguments("idle", Integer.toString(pages));
    try (Container container = Container.start(with(allocator), bundle)) {
      container.awaitIdle();
      into.add(Smaps.of(container.pid()).rssMib());
    } catch (BenchException e) {
      into.fail(e.getMessage());
    }
  }

  static String grown(String allocator) {
    return residentName(allocator, MOST_PAGES);
  }
}
