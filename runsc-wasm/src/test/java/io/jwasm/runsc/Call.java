package io.jwasm.runsc;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One call of the program in this process, and what came of it. */
public record Call(int status, String out, String err) {

  /** Runs the program with these arguments and an empty environment. */
  public static Call of(String... arguments) {
    return with(Map.of(), arguments);
  }

  /** Runs the program with these environment variables and arguments. */
  public static Call with(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(List.of(arguments), environment, print(out), print(err));
    return new Call(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
