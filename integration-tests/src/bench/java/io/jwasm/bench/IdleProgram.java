package io.jwasm.bench;

/** A running program that copies standard input, in which nothing comes, to standard output. */
interface IdleProgram extends AutoCloseable {
  /** Returns when the program has copied something. */
  void awaitIdle() throws BenchException;

  long pid() throws BenchException;

  @Override
  void close() throws BenchException;
}
