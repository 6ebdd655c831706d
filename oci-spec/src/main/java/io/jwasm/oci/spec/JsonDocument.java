package io.jwasm.oci.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Opens parsers over untrusted bytes.
 *
 * <p>The bytes are decoded here and not by Jackson: that makes UTF-8 strict, keeps Jackson from
 * guessing UTF-16, and keeps it off its byte parser, whose table of names throws unchecked when a
 * document has many names of one hash. Every limit of Jackson but the depth is out of reach of a
 * document of {@link SpecReader#MAX_DOCUMENT_BYTES}, so a limit that is hit is the depth.
 */
final class JsonDocument {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SpecReader.MAX_DEPTH)
                  .maxStringLength(SpecReader.MAX_DOCUMENT_BYTES)
                  .maxNameLength(SpecReader.MAX_DOCUMENT_BYTES)
                  .maxNumberLength(SpecReader.MAX_DOCUMENT_BYTES)
                  .build())
          .build();

  private JsonDocument() {}

  /** Returns a parser before the first token. */
  static JsonParser open(byte[] document) throws InvalidSpec {
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
    try {
      return FACTORY.createParser(chars.array(), 0, chars.position());
    } catch (IOException e) {
      throw new IllegalStateException("a parser over memory does no I/O", e);
    }
  }

  /** Returns the failure of a document that is wrong as a whole. */
  static InvalidSpec invalid(String message) {
    return new InvalidSpec(List.of(new Violation("", message)));
  }
}
