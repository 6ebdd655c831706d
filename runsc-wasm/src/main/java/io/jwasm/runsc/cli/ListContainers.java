package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.runsc.container.Container;
import io.jwasm.runsc.container.ContainerStore;
import io.jwasm.runsc.container.Failure;
import io.jwasm.runsc.container.posix.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm list}. */
final class ListContainers implements Verb {
  @Override
  public String name() {
    return "list";
  }

  @Override
  public String summary() {
    return "lists containers started by jwasm with the given root";
  }

  @Override
  public Arguments arguments() {
    return Arguments.NONE;
  }

  @Override
  public String description() {
    return """
    The given root is specified via the global option "--root".

    EXAMPLE 1:
    To list containers created via the default "--root":
           # jwasm list

    EXAMPLE 2:
    To list containers created using a non-default value for "--root":
           # jwasm --root value list
    """;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OutputFormat.flag(), Flags.of("display only container IDs", "--quiet", "-q"));
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    OutputFormat format = OutputFormat.of(parsed);
    List<Container> containers = containers(session);
    if (Flags.isSet(parsed, "--quiet")) {
      containers.forEach(container -> session.out().println(container.id()));
      return;
    }
    switch (format) {
      case TABLE -> printTable(containers, session);
      case JSON -> JsonOutput.print(session.out(), json -> write(containers, json));
    }
  }

  /** The default state directory may not exist yet; one that was named should. */
  private static List<Container> containers(Session session) throws Failure {
    Path root = session.globals().root();
    if (session.globals().givenRoot().isEmpty() && Files.notExists(root)) {
      return List.of();
    }
    return new ContainerStore(root).list(session.log()::warning);
  }

  private static void printTable(List<Container> containers, Session session) {
    Table table = new Table("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");
    for (Container container : containers) {
      table.add(
          container.id().text(),
          Long.toString(container.pid()),
          container.status().specName(),
          container.state().bundle(),
          container.state().created().toString(),
          Users.nameOf(container.state().uid()));
    }
    table.print(session.out());
  }

  private static void write(List<Container> containers, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Container container : containers) {
      json.writeStartObject();
      json.writeStringField("ociVersion", container.state().ociVersion());
      json.writeStringField("id", container.id().text());
      json.writeNumberField("pid", container.pid());
      json.writeStringField("status", container.status().specName());
      json.writeStringField("bundle", container.state().bundle());
      json.writeStringField("rootfs", container.state().rootfs());
      json.writeStringField("created", container.state().created().toString());
      if (!container.state().annotations().isEmpty()) {
        json.writeObjectFieldStart("annotations");
        for (Map.Entry<String, String> entry : container.state().annotations().entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      json.writeStringField("owner", Users.nameOf(container.state().uid()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
