package io.jwasm.oci.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Documents for tests: resources, and literals with single quotes for readability. */
final class Documents {
  private Documents() {}

  static byte[] json(String singleQuoted) {
    return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** A container that lacks nothing, with further properties such as {@code 'hostname': 'a'}. */
  static byte[] container(String properties) {
    return json(
        "{'ociVersion': '1.2.0', 'root': {'path': 'r'}, 'process': {'args': ['a'], 'cwd': '/'}, "
            + properties
            + "}");
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
