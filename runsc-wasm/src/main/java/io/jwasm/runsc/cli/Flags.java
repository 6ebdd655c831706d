package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Flags with the grammar of Go's flag package, which callers of runc rely on: one or two dashes,
 * the value after {@code =} or as the next word whatever that looks like, {@code --debug=true} and
 * {@code --debug=false}, the last of repeated flags wins.
 */
final class Flags {
  private static final List<String> TRUE = List.of("=true", "=1");
  private static final List<String> FALSE = List.of("=false", "=0");

  private Flags() {}

  /** A flag without a value. The names carry their dashes, the long one first. */
  static OptionSpec of(String description, String... names) {
    return OptionSpec.builder(spellings(names))
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  /** A flag with a value, a string. */
  static OptionSpec value(String description, String... names) {
    return OptionSpec.builder(dashes(names))
        .type(String.class)
        .arity("1")
        .paramLabel("value")
        .description(description)
        .build();
  }

  /** The flag, left out of the help. */
  static OptionSpec hidden(OptionSpec flag) {
    return OptionSpec.builder(flag).hidden(true).build();
  }

  static OptionSpec help() {
    return OptionSpec.builder(dashes("--help", "-h"))
        .type(boolean.class)
        .arity("0")
        .usageHelp(true)
        .description("show help")
        .build();
  }

  /** The spellings of false for a flag made by {@link #of}: accepted, without effect. */
  static OptionSpec turnedOff(OptionSpec flag) {
    List<String> names = new ArrayList<>();
    for (String name : flag.names()) {
      if (name.indexOf('=') < 0) {
        FALSE.forEach(value -> names.add(name + value));
      }
    }
    return OptionSpec.builder(names.toArray(String[]::new))
        .type(boolean.class)
        .arity("0")
        .hidden(true)
        .build();
  }

  /** True when the flag was given. */
  static boolean isSet(ParseResult parsed, String name) {
    return parsed.hasMatchedOption(name);
  }

  /** The value of the flag, or {@code otherwise} when it was not given. */
  static String valueOf(ParseResult parsed, String name, String otherwise) {
    return parsed.matchedOptionValue(name, otherwise);
  }

  /**
   * The path that a flag's value spells.
   *
   * <p>Errors: {@code InvalidArgument} when it has characters that the locale cannot encode.
   */
  static Path path(String value) throws Failure {
    try {
      return Path.of(value);
    } catch (InvalidPathException _) {
      throw new Failure.InvalidArgument(
          "path \"" + value + "\" cannot be encoded: set LC_ALL=C.UTF-8");
    }
  }

  /** The names for the help: {@code --force, -f}. */
  static String label(OptionSpec option) {
    StringBuilder label = new StringBuilder();
    for (String name : option.names()) {
      boolean shown =
          name.indexOf('=') < 0 && (name.startsWith("--") ? name.length() > 3 : name.length() == 2);
      if (!shown) {
        continue;
      }
      if (!label.isEmpty()) {
        label.append(", ");
      }
      label.append(name);
      if (option.arity().max() > 0) {
        label.append(' ').append(option.paramLabel());
      }
    }
    return label.toString();
  }

  private static String[] spellings(String... names) {
    List<String> all = new ArrayList<>(List.of(dashes(names)));
    for (String name : dashes(names)) {
      TRUE.forEach(value -> all.add(name + value));
    }
    return all.toArray(String[]::new);
  }

  /** Adds {@code -root} to {@code --root} and {@code --f} to {@code -f}. */
  private static String[] dashes(String... names) {
    List<String> all = new ArrayList<>(List.of(names));
    for (String name : names) {
      all.add(name.startsWith("--") ? name.substring(1) : "-" + name);
    }
    return all.toArray(String[]::new);
  }
}
