package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.runsc.container.Container;
import io.jwasm.runsc.container.ContainerId;
import io.jwasm.runsc.container.ContainerStore;
import io.jwasm.runsc.container.ControlGroups;
import io.jwasm.runsc.container.Failure;
import io.jwasm.runsc.container.MemoryMap;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm events}. */
final class Events implements Verb {
  private static final long MAX_SECONDS = 86_400;

  @Override
  public String name() {
    return "events";
  }

  @Override
  public String summary() {
    return "display container events such as OOM notifications, cpu, memory, and IO usage statistics";
  }

  @Override
  public Arguments arguments() {
    return Arguments.CONTAINER_ID;
  }

  @Override
  public String description() {
    return """
    The events command displays information about the container, as runc does: a line
    of JSON, by default once every 5 seconds until the container ends. Its "jwasm" part
    says what "jwasm usage" does.
    """;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        Flags.value(
            "set the stats collection interval, in seconds or as 500ms, 5s, 1m (default: 5s)",
            "--interval"),
        Flags.of("display the container's stats then exit", "--stats"));
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    ContainerId id = ContainerId.parse(Grammar.arguments(parsed).getFirst());
    Duration interval = interval(Flags.valueOf(parsed, "--interval", "5s"));
    ContainerStore store = new ContainerStore(session.globals().root());
    Container container = store.get(id);
    container.requireProcess();
    print(store, container, session);
    if (Flags.isSet(parsed, "--stats")) {
      return;
    }
    long kills = store.groups(container).outOfMemoryKills();
    while (true) {
      session.out().flush();
      LockSupport.parkNanos(interval.toNanos());
      ControlGroups groups = store.groups(container);
      container = store.get(id);
      long now = groups.outOfMemoryKills();
      if (now > kills) {
        kills = now;
        JsonOutput.print(session.out(), json -> oom(id, json));
      }
      if (!container.status().hasProcess()) {
        return;
      }
      print(store, container, session);
    }
  }

  private static void oom(ContainerId id, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "oom");
    json.writeStringField("id", id.text());
    json.writeEndObject();
  }

  private static void print(ContainerStore store, Container container, Session session)
      throws Failure {
    Map<String, Long> numbers = new LinkedHashMap<>();
    try {
      numbers.putAll(MemoryNumbers.of(store.memory(container)));
      numbers.putAll(MemoryNumbers.of(MemoryMap.of(container.pid())));
    } catch (Failure e) {
      // What the kernel counts is known all the same.
      session.log().warning(e.getMessage());
    }
    CgroupStats stats = CgroupStats.of(store.groups(container));
    JsonOutput.print(
        session.out(),
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "stats");
          json.writeStringField("id", container.id().text());
          json.writeObjectFieldStart("data");
          stats.write(json);
          json.writeFieldName("jwasm");
          json.writeStartObject();
          json.writeFieldName("memory");
          MemoryNumbers.write(numbers, json);
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static Duration interval(String value) throws Failure {
    String digits = value.replaceAll("[a-z]+$", "");
    if (digits.matches("[0-9]{1,9}")) {
      long number = Long.parseLong(digits);
      Duration interval =
          switch (value.substring(digits.length())) {
            case "ms" -> Duration.ofMillis(number);
            case "s", "" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ZERO;
          };
      if (interval.isPositive() && interval.toSeconds() <= MAX_SECONDS) {
        return interval;
      }
    }
    throw new Failure.InvalidArgument(
        "invalid value \"" + value + "\" for flag -interval: write a time such as 5s or 500ms");
  }
}
