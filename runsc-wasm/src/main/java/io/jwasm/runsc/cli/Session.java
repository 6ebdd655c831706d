package io.jwasm.runsc.cli;

import java.io.PrintStream;
import java.util.Optional;

/**
 * What one call of the program works with besides its arguments.
 *
 * @param refusal as in {@link Invocation}
 */
record Session(Globals globals, PrintStream out, OperatorLog log, Optional<String> refusal) {}
