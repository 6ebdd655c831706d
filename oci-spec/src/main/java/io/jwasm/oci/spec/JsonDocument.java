package io.jwasm.oci.spec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The characters of untrusted bytes, which must be UTF-8 strictly. */
final class JsonDocument {
  private JsonDocument() {}

  /** Returns a scanner before the first character. */
  static JsonScanner open(byte[] document) throws InvalidSpec {
    if (document.length > SpecReader.MAX_DOCUMENT_BYTES) {
      throw invalid(
          "the document has "
              + document.length
              + " bytes; make it at most "
              + SpecReader.MAX_DOCUMENT_BYTES);
    }
    CharBuffer chars = CharBuffer.allocate(document.length);
    ByteBuffer bytes = ByteBuffer.wrap(document);
    // A new decoder reports malformed input instead of replacing it.
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(bytes, chars, true);
    if (result.isError()) {
      throw invalid("byte " + bytes.position() + " is not valid UTF-8; save the document as UTF-8");
    }
    return new JsonScanner(chars.array(), chars.position());
  }

  /** Returns the failure of a document that is wrong as a whole. */
  static InvalidSpec invalid(String message) {
    return new InvalidSpec(List.of(new Violation("", message)));
  }
}
