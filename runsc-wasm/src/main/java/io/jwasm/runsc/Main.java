package io.jwasm.runsc;

import io.jwasm.runsc.cli.Invocation;
import io.jwasm.runsc.cli.Program;
import io.jwasm.runsc.container.Failure;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Entry point of the command line. The launcher starts it for everything that it does not answer
 * itself.
 */
public final class Main {
  private static final int OUT_BUFFER_BYTES = 8192;

  private Main() {}

  /** Runs one command and exits: 0, or 1 after a message. */
  public static void main(String[] args) {
    // System.out would replace what is not ASCII: the launcher passes no locale.
    PrintStream out = print(FileDescriptor.out);
    PrintStream err = print(FileDescriptor.err);
    Optional<String> refusal = Optional.ofNullable(System.getProperty("jwasm.refusal"));
    int status = run(new Invocation(List.of(args), System.getenv(), refusal), out, err);
    out.flush();
    err.flush();
    System.exit(status);
  }

  /**
   * The exit status of one command, after everything has been printed. The one place that reports
   * failures.
   */
  static int run(Invocation invocation, PrintStream out, PrintStream err) {
    Program program = new Program(invocation, out, err);
    try {
      program.run();
      return 0;
    } catch (Failure failure) {
      program.fail(failure.getMessage(), failure);
      return 1;
    } catch (RuntimeException | LinkageError bug) {
      program.fail("internal error: " + bug + "; --debug before the command shows where", bug);
      return 1;
    }
  }

  private static PrintStream print(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), OUT_BUFFER_BYTES),
        false,
        StandardCharsets.UTF_8);
  }
}
