package io.jwasm.runsc.cli;

import io.jwasm.oci.spec.Cpu;
import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Memory;
import io.jwasm.oci.spec.Pids;
import io.jwasm.oci.spec.Resources;
import io.jwasm.oci.spec.SpecReader;
import io.jwasm.oci.spec.SpecValidator;
import io.jwasm.oci.spec.Violation;
import io.jwasm.runsc.container.ContainerId;
import io.jwasm.runsc.container.ContainerStore;
import io.jwasm.runsc.container.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm update}. */
final class Update implements Verb {
  @Override
  public String name() {
    return "update";
  }

  @Override
  public String summary() {
    return "update container resource constraints";
  }

  @Override
  public Arguments arguments() {
    return Arguments.CONTAINER_ID;
  }

  @Override
  public String description() {
    return """
    The file of "--resources" is as linux.resources of config.json; what it leaves
    out stays as it is. With it, the other options are ignored:

    {"memory": {"limit": 268435456, "reservation": 0, "swap": 536870912},
     "cpu": {"shares": 0, "quota": 50000, "period": 100000, "cpus": "0", "mems": ""},
     "pids": {"limit": 100}}

    A program that has more memory than a new limit leaves it keeps what it has, and
    is refused more.
    """;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        Flags.value(
            "path to the file containing the resources to update or '-' to read from the standard"
                + " input",
            "--resources",
            "-r"),
        Flags.value(
            "CPU CFS period to be used for hardcapping (in usecs). 0 to use system default",
            "--cpu-period"),
        Flags.value(
            "CPU CFS hardcap limit (in usecs). Allowed cpu time in a given period", "--cpu-quota"),
        Flags.value("CPU shares (relative weight vs. other containers)", "--cpu-share"),
        Flags.value("CPU(s) to use", "--cpuset-cpus"),
        Flags.value("Memory node(s) to use", "--cpuset-mems"),
        Flags.value("Memory limit (in bytes)", "--memory"),
        Flags.value("Memory reservation or soft_limit (in bytes)", "--memory-reservation"),
        Flags.value(
            "Total memory usage (memory + swap); set '-1' to enable unlimited swap",
            "--memory-swap"),
        Flags.value("Maximum number of pids allowed in the container", "--pids-limit"));
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    ContainerId id = ContainerId.parse(Grammar.arguments(parsed).getFirst());
    String file = Flags.valueOf(parsed, "--resources", "");
    Resources resources = file.isEmpty() ? ofFlags(parsed) : ofFile(file);
    ContainerStore store = new ContainerStore(session.globals().root());
    store.change(
        id, (container, groups) -> new LimitChange(store, container, groups).make(resources));
  }

  private static Resources ofFile(String file) throws Failure {
    String name = file.equals("-") ? "standard input" : file;
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Flags.path(file))) {
      Resources resources =
          SpecReader.readResources(in.readNBytes(SpecReader.MAX_DOCUMENT_BYTES + 1));
      List<Violation> violations = SpecValidator.validateResources(resources);
      if (!violations.isEmpty()) {
        throw new InvalidSpec(violations);
      }
      return resources;
    } catch (InvalidSpec e) {
      throw new Failure.InvalidSpec(name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot read the resources from " + name + ": " + e, e);
    }
  }

  private static Resources ofFlags(ParseResult parsed) throws Failure {
    Memory memory =
        new Memory(
            size(parsed, "--memory"),
            size(parsed, "--memory-reservation"),
            size(parsed, "--memory-swap"),
            null,
            null,
            null,
            null,
            null,
            null);
    Cpu cpu =
        new Cpu(
            number(parsed, "--cpu-share"),
            number(parsed, "--cpu-quota"),
            null,
            number(parsed, "--cpu-period"),
            null,
            null,
            Flags.valueOf(parsed, "--cpuset-cpus", null),
            Flags.valueOf(parsed, "--cpuset-mems", null),
            null);
    Pids pids = new Pids(number(parsed, "--pids-limit"));
    return new Resources(List.of(), memory, cpu, pids, null, List.of(), null, Map.of(), Map.of());
  }

  private static Long number(ParseResult parsed, String flag) throws Failure {
    String value = Flags.valueOf(parsed, flag, null);
    if (value == null) {
      return null;
    }
    if (!value.matches("-?[0-9]{1,18}")) {
      throw new Failure.InvalidArgument(
          "invalid value \"" + value + "\" for flag " + flag.substring(1) + ": write a number");
    }
    return Long.valueOf(value);
  }

  /** Bytes of a number with a unit, k, m or g, in upper or lower case, or without. */
  private static Long size(ParseResult parsed, String flag) throws Failure {
    String value = Flags.valueOf(parsed, flag, null);
    if (value == null) {
      return null;
    }
    if (!value.matches("-1|[0-9]{1,12}[kKmMgG]?[bB]?")) {
      throw new Failure.InvalidArgument(
          "invalid value \""
              + value
              + "\" for flag "
              + flag.substring(1)
              + ": write a number of bytes, 256m for example, or -1 for no limit");
    }
    String digits = value.replaceAll("[a-zA-Z]", "");
    int shift =
        switch (value.substring(digits.length()).toLowerCase(Locale.ROOT)) {
          case "k", "kb" -> 10;
          case "m", "mb" -> 20;
          case "g", "gb" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(digits);
    if (number > Long.MAX_VALUE >> shift) {
      throw new Failure.InvalidArgument(
          "invalid value \"" + value + "\" for flag " + flag.substring(1) + ": it is too large");
    }
    return number < 0 ? number : number << shift;
  }
}
