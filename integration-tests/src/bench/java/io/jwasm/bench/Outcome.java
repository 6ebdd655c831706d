package io.jwasm.bench;

/**
 * How a program ended.
 *
 * @param command its words, for messages
 * @param wallNanos from its start to its end
 * @param cpuMicros the processor time that it and the children it waited for took
 */
record Outcome(String command, int exit, String out, String err, long wallNanos, long cpuMicros) {

  /** This, when the program succeeded. */
  Outcome ok() throws BenchException {
    if (exit != 0) {
      throw new BenchException(complaint());
    }
    return this;
  }

  /** This, when the program succeeded and printed exactly that. */
  Outcome printed(String expected) throws BenchException {
    if (!ok().out.equals(expected)) {
      throw new BenchException(command + ": printed \"" + out.strip() + "\"");
    }
    return this;
  }

  /** The program's own last word on its failure. */
  private String complaint() {
    String said = err.isBlank() ? out : err;
    String last = said.strip().lines().reduce("", (_, line) -> line);
    return last.isEmpty() ? command + ": exit status " + exit : last;
  }
}
