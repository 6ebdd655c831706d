package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Container;
import io.jwasm.runsc.container.ContainerId;
import io.jwasm.runsc.container.ContainerStore;
import io.jwasm.runsc.container.Failure;
import io.jwasm.runsc.container.MemoryMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm usage}. */
final class Usage implements Verb {
  private static final String DEFAULT = "table";

  @Override
  public String name() {
    return "usage";
  }

  @Override
  public String summary() {
    return "shows what a container's memory is used for";
  }

  @Override
  public Arguments arguments() {
    return Arguments.CONTAINER_ID;
  }

  @Override
  public String description() {
    return """
    All numbers are bytes. The first ones are charged to the limit of the container's
    programs, whether touched or not, and the sandbox's word:

    limit      what programs may use: the container's memory limit less the sandbox's need
    linear     linear memories
    files      files in memory: tmpfs, overlay
    buffers    pipes
    heap_used  objects of the sandbox's Java
    heap_max   most that they may take

    The others are in memory now, as the kernel shows the sandbox's process:

    guest      pages of linear memories and files that were touched
    heap, metaspace, code, stacks    of the sandbox's Java; other is the rest of it
    mapped     files, which all sandboxes share
    """;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        Flags.value(
            "select one of: table, stat (as memory.stat of a cgroup) or json (default: \"table\")",
            "--format",
            "-f"));
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    String format = Flags.valueOf(parsed, "--format", DEFAULT);
    if (!List.of(DEFAULT, "stat", "json").contains(format)) {
      throw new Failure.InvalidArgument("invalid format option: it is table, stat or json");
    }
    ContainerId id = ContainerId.parse(Grammar.arguments(parsed).getFirst());
    ContainerStore store = new ContainerStore(session.globals().root());
    Container container = store.get(id);
    container.requireProcess();
    Map<String, Long> numbers = MemoryNumbers.of(store.memory(container));
    numbers.putAll(MemoryNumbers.of(MemoryMap.of(container.pid())));
    switch (format) {
      case "json" -> JsonOutput.print(session.out(), json -> MemoryNumbers.write(numbers, json));
      case "stat" -> numbers.forEach((name, bytes) -> session.out().println(name + " " + bytes));
      default -> printTable(numbers, session);
    }
  }

  private static void printTable(Map<String, Long> numbers, Session session) {
    Table table = new Table("KIND", "BYTES");
    numbers.forEach((name, bytes) -> table.add(name, Long.toString(bytes)));
    table.print(session.out());
  }
}
