package io.jwasm.runsc.container;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.jwasm.oci.state.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader of {@code state.json}. The launcher writes it by rename, so a torn one was not written by
 * a launcher.
 */
final class StateFile {
  /**
   * Larger files are refused unread; a state with many annotations and hooks has a few kilobytes.
   */
  static final int MAX_BYTES = 8 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final long MAX_UID = 0xffff_fffeL;

  private String ociVersion = "";
  private String idText = "";
  private long pid;
  private long pidStartTime;
  private Status status;
  private String bundle = "";
  private String rootfs = "";
  private Instant created;
  private long uid = -1;
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final List<Path> cgroupPaths = new ArrayList<>();

  private StateFile() {}

  /**
   * The state in a container's directory; unknown properties are skipped.
   *
   * <p>Errors: {@code NoSuchFileException} when it is absent, {@code IOException} with one line
   * that says what is wrong when it is unreadable, too large, not JSON, of another container, or
   * lacks a property.
   */
  static ContainerState read(Path directory) throws IOException {
    byte[] bytes = readBounded(directory.resolve("state.json"));
    StateFile reader = new StateFile();
    try (JsonParser parser = JSON.createParser(bytes)) {
      reader.readObject(parser);
      if (parser.nextToken() != null) {
        throw new IOException("it goes on after its end");
      }
    } catch (JsonParseException e) {
      throw new IOException(
          bytes.length == 0
              ? "it is empty"
              : "it is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
    return reader.state(directory.getFileName().toString());
  }

  private static byte[] readBounded(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than 8 MiB");
      }
      return bytes;
    }
  }

  private void readObject(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new IOException("it is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new IOException("it is not a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      readProperty(name, parser);
    }
  }

  private void readProperty(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "ociVersion" -> ociVersion = text(name, parser);
      case "id" -> idText = text(name, parser);
      case "pid" -> pid = number(name, parser);
      case "pidStartTime" -> pidStartTime = number(name, parser);
      case "status" -> status = status(text(name, parser));
      case "bundle" -> bundle = text(name, parser);
      case "rootfs" -> rootfs = text(name, parser);
      case "created" -> created = instant(text(name, parser));
      case "uid" -> uid = number(name, parser);
      case "annotations" -> readAnnotations(parser);
      case "cgroupPaths" -> readCgroupPaths(parser);
      default -> parser.skipChildren();
    }
  }

  private void readAnnotations(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(JsonToken.START_OBJECT, "annotations", parser);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      annotations.put(key, text("annotations." + key, parser));
    }
  }

  private void readCgroupPaths(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(JsonToken.START_ARRAY, "cgroupPaths", parser);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      cgroupPaths.add(absolutePath(text("cgroupPaths", parser)));
    }
  }

  private static Path absolutePath(String text) throws IOException {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new IOException("cgroupPaths has a path that the locale cannot encode", e);
    }
    throw new IOException("cgroupPaths has a path that is not absolute");
  }

  private ContainerState state(String directoryName) throws IOException {
    ContainerId id = new ContainerId(idText);
    if (!ContainerId.isValid(idText) || !id.directoryName().equals(directoryName)) {
      throw new IOException("its id is not that of its directory");
    }
    if (status == null) {
      throw new IOException("status is missing");
    }
    if (created == null) {
      throw new IOException("created is missing");
    }
    if (uid < 0) {
      throw new IOException("uid is missing");
    }
    if (uid > MAX_UID) {
      throw new IOException("uid is out of range");
    }
    return new ContainerState(
        ociVersion,
        id,
        pid,
        pidStartTime,
        status,
        bundle,
        rootfs,
        created,
        (int) uid,
        annotations,
        cgroupPaths);
  }

  private static String text(String name, JsonParser parser) throws IOException {
    expect(JsonToken.VALUE_STRING, name, parser);
    String text = parser.getText();
    if (text.indexOf('\0') >= 0) {
      throw new IOException(name + " has a NUL character");
    }
    return text;
  }

  private static long number(String name, JsonParser parser) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, name, parser);
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
      throw new IOException(name + " is out of range");
    }
    return parser.getLongValue();
  }

  private static Status status(String text) throws IOException {
    for (Status status : Status.values()) {
      if (status.specName().equals(text)) {
        return status;
      }
    }
    throw new IOException("status has an unknown value");
  }

  private static Instant instant(String text) throws IOException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IOException("created is not an RFC 3339 time in UTC", e);
    }
  }

  private static void expect(JsonToken token, String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != token) {
      throw new IOException(name + " has a value of the wrong type");
    }
  }
}
