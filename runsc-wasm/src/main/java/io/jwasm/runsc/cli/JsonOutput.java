package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.runsc.container.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;

/** One JSON document for standard output. It is printed whole or not at all. */
final class JsonOutput {
  private JsonOutput() {}

  /** Writes a document. */
  interface Document {
    void write(JsonGenerator json) throws IOException;
  }

  /** Prints the document on one line. */
  static void print(PrintStream out, Document document) throws Failure {
    out.println(text(document));
  }

  private static String text(Document document) throws Failure {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      document.write(json);
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot write JSON: " + e, e);
    }
    return text.toString();
  }
}
