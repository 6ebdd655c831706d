package io.jwasm.runsc.cli;

import java.io.PrintStream;

/** What one call of the program works with besides its arguments. */
record Session(Globals globals, PrintStream out, OperatorLog log) {}
