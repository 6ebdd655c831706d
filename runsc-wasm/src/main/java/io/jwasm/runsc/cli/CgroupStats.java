package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.runsc.container.ControlGroups;
import io.jwasm.runsc.container.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the kernel counts of a container, in the shape of {@code runc events --stats}. What the
 * host's version of control groups does not count is left out or 0, as there.
 */
final class CgroupStats {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final ControlGroups groups;
  private final Map<String, Long> memory;
  private final Map<String, Long> cpu;

  private CgroupStats(ControlGroups groups, Map<String, Long> memory, Map<String, Long> cpu) {
    this.groups = groups;
    this.memory = memory;
    this.cpu = cpu;
  }

  private record Counter(long limit, long usage, long max, long failures) {}

  private record Values(
      long cpuNanos,
      List<Long> perProcessor,
      Counter memory,
      Counter swap,
      Counter kernel,
      long pids,
      long pidsLimit) {}

  private Values values;

  static CgroupStats of(ControlGroups groups) throws Failure {
    CgroupStats stats =
        new CgroupStats(groups, table(groups, "memory.stat"), table(groups, "cpu.stat"));
    stats.values = groups.isUnified() ? stats.unified() : stats.version1();
    return stats;
  }

  private Values version1() throws Failure {
    return new Values(
        number("cpuacct.usage"),
        list("cpuacct.usage_percpu"),
        counter("memory"),
        counter("memory.memsw"),
        counter("memory.kmem"),
        number("pids.current"),
        number("pids.max"));
  }

  private Values unified() throws Failure {
    long limit = groups.number("memory.max").orElse(NO_LIMIT);
    long usage = number("memory.current");
    long swapLimit = groups.number("memory.swap.max").orElse(NO_LIMIT);
    long failures = table(groups, "memory.events").getOrDefault("max", 0L);
    return new Values(
        cpu.getOrDefault("usage_usec", 0L) * NANOS_PER_MICRO,
        List.of(),
        new Counter(limit, usage, number("memory.peak"), failures),
        new Counter(swapLimit, number("memory.swap.current"), 0, 0),
        new Counter(NO_LIMIT, memory.getOrDefault("kernel", 0L), 0, 0),
        number("pids.current"),
        number("pids.max"));
  }

  /** Writes the fields of runc's {@code data}. */
  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("cpu");
    writeCpu(json);
    json.writeEndObject();
    json.writeObjectFieldStart("cpuset");
    json.writeEndObject();
    json.writeObjectFieldStart("memory");
    json.writeNumberField("cache", memory.getOrDefault("cache", memory.getOrDefault("file", 0L)));
    write("usage", values.memory(), json);
    write("swap", values.swap(), json);
    write("kernel", values.kernel(), json);
    json.writeFieldName("raw");
    MemoryNumbers.write(memory, json);
    json.writeEndObject();
    json.writeObjectFieldStart("pids");
    json.writeNumberField("current", values.pids());
    if (values.pidsLimit() > 0) {
      json.writeNumberField("limit", values.pidsLimit());
    }
    json.writeEndObject();
    for (String empty : new String[] {"blkio", "hugetlb", "intel_rdt"}) {
      json.writeObjectFieldStart(empty);
      json.writeEndObject();
    }
    json.writeNullField("network_interfaces");
  }

  private void writeCpu(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("total", values.cpuNanos());
    if (!values.perProcessor().isEmpty()) {
      json.writeArrayFieldStart("percpu");
      for (Long each : values.perProcessor()) {
        json.writeNumber(each);
      }
      json.writeEndArray();
    }
    json.writeNumberField("kernel", cpu.getOrDefault("system_usec", 0L) * NANOS_PER_MICRO);
    json.writeNumberField("user", cpu.getOrDefault("user_usec", 0L) * NANOS_PER_MICRO);
    json.writeEndObject();
    json.writeObjectFieldStart("throttling");
    json.writeNumberField("periods", cpu.getOrDefault("nr_periods", 0L));
    json.writeNumberField("throttledPeriods", cpu.getOrDefault("nr_throttled", 0L));
    long micros = cpu.getOrDefault("throttled_usec", 0L);
    json.writeNumberField(
        "throttledTime", cpu.getOrDefault("throttled_time", micros * NANOS_PER_MICRO));
    json.writeEndObject();
  }

  private static void write(String name, Counter counter, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("limit", counter.limit());
    json.writeNumberField("usage", counter.usage());
    json.writeNumberField("max", counter.max());
    json.writeNumberField("failcnt", counter.failures());
    json.writeEndObject();
  }

  private Counter counter(String prefix) throws Failure {
    return new Counter(
        groups.number(prefix + ".limit_in_bytes").orElse(NO_LIMIT),
        number(prefix + ".usage_in_bytes"),
        number(prefix + ".max_usage_in_bytes"),
        number(prefix + ".failcnt"));
  }

  private long number(String file) throws Failure {
    return groups.number(file).orElse(0L);
  }

  private List<Long> list(String file) throws Failure {
    List<Long> numbers = new ArrayList<>();
    for (String word : groups.read(file).orElse("").split(" ", -1)) {
      if (ControlGroups.isNumber(word)) {
        numbers.add(Long.valueOf(word));
      }
    }
    return numbers;
  }

  /** Lines of a name and a number. */
  private static Map<String, Long> table(ControlGroups groups, String file) throws Failure {
    Map<String, Long> numbers = new LinkedHashMap<>();
    Optional<String> text = groups.read(file);
    for (String line : text.orElse("").split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0 && ControlGroups.isNumber(line.substring(space + 1))) {
        numbers.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
      }
    }
    return numbers;
  }
}
