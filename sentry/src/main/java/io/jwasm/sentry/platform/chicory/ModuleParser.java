package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CustomSection;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleImage;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.function.Function;

/**
 * Parses hostile bytes. The engine's parser throws raw exceptions for some of them, so everything
 * that can come out of it is caught here and nowhere else.
 */
final class ModuleParser {
  /** Where the bytes of the name section are to be found, unread. */
  static final String RAW_NAMES = "name, unread";

  /**
   * Names are read when a trap needs them: the section is outside validation and may be anything.
   * It gets another key, because the engine takes what it finds as "name" for a section it has
   * read.
   */
  private static final Map<String, Function<byte[], CustomSection>> SECTIONS =
      Map.of("name", ModuleParser::rawNames);

  /** Longest part of an engine's message that is passed on. */
  private static final int MAX_REASON_CHARS = 200;

  private ModuleParser() {}

  /** Parses and validates. */
  static WasmModule parse(ModuleImage image) throws ExecFormatException {
    return parse(image, Parser.builder().withCustomParsers(SECTIONS).build());
  }

  /** Parses a module that is known to be valid, because its compiled code is at hand. */
  static WasmModule parseValidated(ModuleImage image) throws ExecFormatException {
    return parse(image, Parser.builder().withValidation(false).withCustomParsers(SECTIONS).build());
  }

  private static CustomSection rawNames(byte[] bytes) {
    return UnknownCustomSection.builder().withName(RAW_NAMES).withBytes(bytes).build();
  }

  private static WasmModule parse(ModuleImage image, Parser parser) throws ExecFormatException {
    byte[] bytes = image.bytes();
    try {
      return parser.parse(() -> new ByteArrayInputStream(bytes));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw LoadThread.failed(image, e);
    }
  }

  /**
   * Returns the error for a module that the engine refuses. What is not an exception of the engine
   * itself is a bug of it, and is reported with the digest of the module that shows it.
   */
  static ExecFormatException invalid(ModuleImage image, String reason, Throwable cause) {
    return cause instanceof ChicoryException
        ? image.invalid(reason, cause)
        : image.invalid(reason + " [engine bug, module sha256 " + image.sha256() + "]", cause);
  }

  /** Returns one printable line about the failure; the text may quote the module. */
  static String reason(Throwable e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return "malformed (" + e.getClass().getSimpleName() + ")";
    }
    return printable(message, MAX_REASON_CHARS);
  }

  static String printable(String text, int maxChars) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && line.length() < maxChars; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }
}
