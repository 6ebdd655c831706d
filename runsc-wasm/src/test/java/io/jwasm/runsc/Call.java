package io.jwasm.runsc;

import io.jwasm.runsc.cli.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of the program in this process, and what came of it. */
public record Call(int status, String out, String err) {

  /** Runs the program with these arguments and an empty environment. */
  public static Call of(String... arguments) {
    return with(Map.of(), arguments);
  }

  /** Runs the program with these environment variables and arguments. */
  public static Call with(Map<String, String> environment, String... arguments) {
    return of(new Invocation(List.of(arguments), environment, Optional.empty()));
  }

  /** Runs the program as the launcher does after it refused config.json with this sentence. */
  public static Call refused(String refusal, String... arguments) {
    return of(new Invocation(List.of(arguments), Map.of(), Optional.of(refusal)));
  }

  private static Call of(Invocation invocation) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(invocation, print(out), print(err));
    return new Call(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
