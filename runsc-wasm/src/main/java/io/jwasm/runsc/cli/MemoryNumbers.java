package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.runsc.container.MemoryMap;
import io.jwasm.runsc.container.MemoryReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names under which the numbers of a sandbox's memory are printed; all are bytes. */
final class MemoryNumbers {
  private MemoryNumbers() {}

  static Map<String, Long> of(MemoryReport report) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("limit", report.limit());
    numbers.put("linear", report.linear());
    numbers.put("files", report.files());
    numbers.put("buffers", report.buffers());
    numbers.put("heap_used", report.heapUsed());
    numbers.put("heap_max", report.heapMax());
    return numbers;
  }

  static Map<String, Long> of(MemoryMap map) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("guest", map.guest());
    numbers.put("heap", map.heap());
    numbers.put("metaspace", map.metaspace());
    numbers.put("code", map.code());
    numbers.put("stacks", map.stacks());
    numbers.put("other", map.other());
    numbers.put("mapped", map.mapped());
    return numbers;
  }

  static void write(Map<String, Long> numbers, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Long> each : numbers.entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }
}
