package io.jwasm.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Everything that was measured, as Markdown and as JSON. */
record Report(Map<String, String> machine, List<Section> sections) {
  private static final double MEMORY_GOAL_MIB = 45;
  private static final double WRITE_GOAL_NANOS = 60;
  private static final double DATA_GOAL_MILLIS = 1;
  private static final double GROW_GOAL_NANOS = 1000;

  /** Resident memory of a JVM differs by a few percent from start to start. */
  private static final double UNTOUCHED_GOAL = 1.05;

  private static final double NEIGHBOUR_GOAL = 1.1;
  private static final double ACCESS_GOAL = 1.3;
  private static final double ROUND_TRIP_GOAL = 0.5;
  private static final double REQUESTS_GOAL = 0.5;
  private static final double DOWNLOAD_GOAL = 0.8;
  private static final double DRIFT_GOAL_PERCENT = 2;

  /** The tables, for the terminal and for README.md. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    machine.forEach((name, fact) -> text.append("%-11s%s%n".formatted(name, fact)));
    text.insert(0, "```\n").append("```\n");
    text.append(
        "\ncpu: of the command and of the children it waited for; of docker, the client.\n");
    for (Section section : sections) {
      text.append("\n### ").append(section.title()).append("\n\n").append(table(section));
      section.series().stream()
          .filter(series -> series.failures() > 0)
          .forEach(
              series ->
                  text.append(
                      "%n%s (times: %d) %s%n"
                          .formatted(series.name(), series.failures(), series.complaint())));
    }
    Table budgets = new Table("Budget", "measured", "goal", "");
    for (Budget budget : budgets()) {
      budgets.row(
          budget.what(),
          number(budget.measured()) + (budget.measured().isPresent() ? " " + budget.unit() : ""),
          budget.goalText(),
          budget.verdict());
    }
    return text.append("\n### Budgets\n\n").append(budgets).toString();
  }

  private Table table(Section section) {
    String unit = section.series().getFirst().unit().toString();
    Table table = new Table("", "median " + unit, "minimum", "cpu ms", "ratio", "of medians, to");
    for (Series series : section.series()) {
      table.row(
          series.name(),
          number(series.median()),
          number(series.minimum()),
          number(series.medianCpuMillis()),
          number(find(series.reference()).map(series::ratioTo).orElse(OptionalDouble.empty())),
          series.reference().equals(series.name()) ? "" : series.reference());
    }
    return table;
  }

  /** The goals of those sections that were measured. */
  List<Budget> budgets() {
    List<Budget> budgets = new ArrayList<>();
    budgets.add(
        Budget.ofRatio(
            "docker run: jwasm to runc with a native program",
            Budget.Bound.AT_MOST,
            1.0,
            find(DockerRuns.JWASM),
            find(DockerRuns.RUNC)));
    budgets.add(
        Budget.ofRatio(
            "run: jwasm to runc with a native program",
            Budget.Bound.AT_MOST,
            1.5,
            find(HelloRuns.JWASM),
            find(HelloRuns.RUNC)));
    budgets.add(
        Budget.ofRatio(
            "run: jwasm to node with the same module",
            Budget.Bound.BELOW,
            1.0,
            find(HelloRuns.JWASM),
            find(HelloRuns.NODE)));
    for (Verbs.Verb verb : Verbs.Verb.values()) {
      budgets.add(
          Budget.ofRatio(
              verb + ": jwasm to runc",
              Budget.Bound.AT_MOST,
              1.0,
              find(Verbs.name(verb, "jwasm")),
              find(Verbs.name(verb, "runc"))));
    }
    budgets.add(
        Budget.ofMedian(
            "idle jwasm container, shared pages counted once",
            Budget.Bound.AT_MOST,
            MEMORY_GOAL_MIB,
            Unit.MEBIBYTES,
            find(IdleMemory.nameOfMany("jwasm"))));
    budgets.addAll(fileBudgets());
    budgets.addAll(memoryBudgets());
    budgets.add(
        Budget.ofRatio(
            "99th percentile of a call beside a container that grows for ever, to alone",
            Budget.Bound.AT_MOST,
            NEIGHBOUR_GOAL,
            find(NeighbourLatency.BESIDE),
            find(NeighbourLatency.ALONE)));
    budgets.addAll(networkBudgets());
    return budgets;
  }

  /** Goals of servers. */
  private List<Budget> networkBudgets() {
    List<Budget> budgets = new ArrayList<>();
    budgets.add(
        Budget.ofRatio(
            "round trip of 64 bytes: in the sentry to the host's loopback",
            Budget.Bound.BELOW,
            ROUND_TRIP_GOAL,
            find(RoundTrips.SENTRY),
            find(RoundTrips.NATIVE)));
    for (int connections : HttpLoad.CONNECTIONS) {
      budgets.add(
          Budget.ofRatio(
              "requests on " + connections + " connections: jwasm to native",
              Budget.Bound.AT_LEAST,
              REQUESTS_GOAL,
              find(HttpLoad.name("requests", connections, "jwasm")),
              find(HttpLoad.name("requests", connections, "native"))));
    }
    budgets.add(
        Budget.ofRatio(
            HttpLoad.DOWNLOAD + ": jwasm to native",
            Budget.Bound.AT_LEAST,
            DOWNLOAD_GOAL,
            find(HttpLoad.name(HttpLoad.DOWNLOAD, 1, "jwasm")),
            find(HttpLoad.name(HttpLoad.DOWNLOAD, 1, "native"))));
    for (String none : List.of(HeldConnections.LOST, HeldConnections.LEFT, Soak.DESCRIPTORS)) {
      budgets.add(Budget.ofMedian(none, Budget.Bound.AT_MOST, 0, Unit.COUNT, find(none)));
    }
    for (String drift : List.of(Soak.DRIFT, Soak.OWN_DRIFT)) {
      budgets.add(
          Budget.ofMedian(
              drift, Budget.Bound.AT_MOST, DRIFT_GOAL_PERCENT, Unit.PERCENT, find(drift)));
    }
    return budgets;
  }

  /** Goals of linear memory, for the allocators that reserve it. */
  private List<Budget> memoryBudgets() {
    List<Budget> budgets = new ArrayList<>();
    budgets.add(
        Budget.ofMedian(
            "memory of a module with as much data as CPython's",
            Budget.Bound.AT_MOST,
            DATA_GOAL_MILLIS,
            Unit.MILLISECONDS,
            find(StartStates.MAPPED)));
    for (String allocator : List.of("memfd", "anonymous")) {
      String who = "jwasm, " + allocator;
      budgets.add(
          Budget.ofMedian(
              "memory.grow by one page, " + allocator,
              Budget.Bound.AT_MOST,
              GROW_GOAL_NANOS,
              Unit.NANOSECONDS,
              find(MemoryCosts.name(MemoryCosts.GROW, who))));
      budgets.add(
          Budget.ofRatio(
              "2 GiB that nobody touches to one page, " + allocator,
              Budget.Bound.AT_MOST,
              UNTOUCHED_GOAL,
              find(MemoryCosts.grown(allocator)),
              find(MemoryCosts.residentName(allocator, 1))));
      for (String kernel : List.of("sequential", "random")) {
        budgets.add(
            Budget.ofRatio(
                kernel + " access to 1 GiB: jwasm to node, " + allocator,
                Budget.Bound.AT_MOST,
                ACCESS_GOAL,
                find(MemoryCosts.name(kernel, who)),
                find(MemoryCosts.name(kernel, "node"))));
      }
    }
    return budgets;
  }

  /** Goals of file calls: an absolute one, and ratios to the native process. */
  private List<Budget> fileBudgets() {
    List<Budget> budgets = new ArrayList<>();
    budgets.add(
        Budget.ofMedian(
            "write of 16 bytes to tmpfs",
            Budget.Bound.AT_MOST,
            WRITE_GOAL_NANOS,
            Unit.NANOSECONDS,
            find(FileCalls.name(FileCalls.Call.WRITE_16, "tmpfs", "jwasm"))));
    budgets.add(fileBudget(FileCalls.Call.WRITE_16_NULL, "disk", Budget.Bound.BELOW, 1.0));
    budgets.add(fileBudget(FileCalls.Call.OPEN_CLOSE, "disk", Budget.Bound.AT_MOST, 2.0));
    budgets.add(fileBudget(FileCalls.Call.COPY_MIB, "disk", Budget.Bound.AT_MOST, 1.25));
    budgets.add(fileBudget(FileCalls.Call.COPY_MIB, "tmpfs", Budget.Bound.AT_MOST, 1.25));
    return budgets;
  }

  private Budget fileBudget(FileCalls.Call call, String place, Budget.Bound bound, double goal) {
    return Budget.ofRatio(
        call + " on " + place + ": jwasm to native",
        bound,
        goal,
        find(FileCalls.name(call, place, "jwasm")),
        find(FileCalls.name(call, place, "native")));
  }

  private Optional<Series> find(String name) {
    return sections.stream()
        .flatMap(section -> section.series().stream())
        .filter(series -> series.name().equals(name))
        .findFirst();
  }

  private static String number(OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%.2f", number.getAsDouble()) : "-";
  }

  /** All numbers, for programs. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("sections", sections.stream().map(this::section).toList());
    json.put("budgets", budgets().stream().map(Report::budget).toList());
    return Json.of(json) + "\n";
  }

  private Map<String, Object> section(Section section) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", section.title());
    json.put("series", section.series().stream().map(this::series).toList());
    return json;
  }

  private Map<String, Object> series(Series series) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", series.name());
    json.put("reference", series.reference());
    json.put("unit", series.unit());
    json.put("median", series.median());
    json.put("minimum", series.minimum());
    json.put("ratio", find(series.reference()).map(series::ratioTo).orElse(OptionalDouble.empty()));
    json.put("medianCpuMillis", series.medianCpuMillis());
    json.put("failures", series.failures());
    json.put("complaint", series.complaint());
    json.put("values", series.values());
    return json;
  }

  private static Map<String, Object> budget(Budget budget) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("what", budget.what());
    json.put("measured", budget.measured());
    json.put("bound", budget.bound());
    json.put("goal", budget.goal());
    json.put("unit", budget.unit());
    json.put("verdict", budget.verdict());
    return json;
  }
}
