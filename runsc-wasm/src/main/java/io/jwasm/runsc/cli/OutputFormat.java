package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What {@code --format} of {@code list} and {@code ps} selects. */
enum OutputFormat {
  TABLE,
  JSON;

  static OptionSpec flag() {
    return Flags.value("select one of: table or json (default: \"table\")", "--format", "-f");
  }

  static OutputFormat of(ParseResult parsed) throws Failure {
    return switch (Flags.valueOf(parsed, "--format", "table")) {
      case "table" -> TABLE;
      case "json" -> JSON;
      case String _ ->
          throw new Failure.InvalidArgument("invalid format option: it is table or json");
    };
  }
}
