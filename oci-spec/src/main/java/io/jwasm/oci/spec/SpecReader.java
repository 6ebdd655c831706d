package io.jwasm.oci.spec;

import java.util.List;
import java.util.Map;

/**
 * Reads config.json, and the parts of it that other commands are given alone.
 *
 * <p>A reading checks syntax, types, ranges, closed sets of values, and what an element of a list
 * cannot do without; {@link SpecValidator} checks the rest. All that is wrong is reported together,
 * except that a document which is not JSON, has a property twice, or exceeds a limit of this class
 * as a whole is reported as that alone. Unknown properties are passed over unread. JSON null and an
 * empty string read as absent where a property is optional, for that is how the callers, written in
 * Go, mean them.
 *
 * <p>Errors: {@link InvalidSpec}, and nothing else for any bytes. Blocking: never.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md">config.md</a>
 */
public final class SpecReader {
  /** Longest document, in bytes. */
  public static final int MAX_DOCUMENT_BYTES = 4 << 20;

  /** Deepest nesting of objects and arrays. */
  public static final int MAX_DEPTH = 64;

  /** Longest string, in UTF-16 code units. */
  public static final int MAX_STRING_CHARS = 1 << 20;

  /** Most elements of an array. */
  public static final int MAX_ELEMENTS = 65_536;

  /** Number of violations at which reading ends. */
  public static final int MAX_VIOLATIONS = 1_000;

  private SpecReader() {}

  /** Returns the container a config.json describes. */
  public static Spec read(byte[] document) throws InvalidSpec {
    JsonCursor json = new JsonCursor(document);
    Spec spec = spec(json);
    json.finish();
    return spec;
  }

  /** Returns the process that the file of {@code exec --process} describes. */
  public static Process readProcess(byte[] document) throws InvalidSpec {
    JsonCursor json = new JsonCursor(document);
    Process process = ProcessReader.process(json);
    json.finish();
    return process;
  }

  /** Returns the limits that the file of {@code update --resources} describes. */
  public static Resources readResources(byte[] document) throws InvalidSpec {
    JsonCursor json = new JsonCursor(document);
    Resources resources = ResourcesReader.resources(json);
    json.finish();
    return resources;
  }

  /**
   * Returns the properties of a document that is one object of strings, in its order. It is no part
   * of the OCI: settings of an image that are as hostile as a config.json.
   */
  public static Map<String, String> readStrings(byte[] document) throws InvalidSpec {
    JsonCursor json = new JsonCursor(document);
    Map<String, String> strings = json.stringMap();
    json.finish();
    return strings;
  }

  private static Spec spec(JsonCursor json) throws InvalidSpec {
    String ociVersion = null;
    Root root = null;
    List<Mount> mounts = List.of();
    Process process = null;
    String hostname = null;
    String domainname = null;
    Hooks hooks = Hooks.NONE;
    Map<String, String> annotations = Map.of();
    Linux linux = Linux.NONE;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "ociVersion" -> ociVersion = json.string();
        case "root" -> root = root(json);
        case "mounts" -> mounts = MountReader.mounts(json);
        case "process" -> process = ProcessReader.process(json);
        case "hostname" -> hostname = json.string();
        case "domainname" -> domainname = json.string();
        case "hooks" -> hooks = HookReader.hooks(json);
        case "annotations" -> annotations = json.stringMap();
        case "linux" -> linux = LinuxReader.linux(json);
        default -> json.skip();
      }
    }
    return new Spec(
        ociVersion, root, mounts, process, hostname, domainname, hooks, annotations, linux);
  }

  private static Root root(JsonCursor json) throws InvalidSpec {
    String path = null;
    boolean readonly = false;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "path" -> path = json.string();
        case "readonly" -> readonly = json.isTrue();
        default -> json.skip();
      }
    }
    return new Root(path, readonly);
  }
}
