package io.jwasm.sentry.net.names;

/** What came back for a {@link Question}. */
enum Reply {
  /** Something that answers another question, or nothing at all: the answer may yet come. */
  FOREIGN,

  /** As much of the answer as a datagram has room for. */
  TRUNCATED,

  /** The server says that it cannot or will not answer. */
  FAILURE,

  /** What makes no sense. */
  GARBAGE,

  /** All addresses that there are, perhaps none. */
  FINAL
}
