package io.jwasm.runsc.cli;

import java.io.IOException;
import java.io.OutputStream;

/** The config.json that {@code jwasm spec} starts a bundle with. */
interface DefaultSpec {
  /** Writes the document as UTF-8, indented, with a newline at its end; leaves the stream open. */
  void write(OutputStream out) throws IOException;
}
