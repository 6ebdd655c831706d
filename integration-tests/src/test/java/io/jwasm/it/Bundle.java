package io.jwasm.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * A bundle directory: a root file system with guests in it and a config.json that can be changed.
 */
final class Bundle {
  private static final String CONFIG =
      """
      {
        "ociVersion": "1.0.2",
        "process": {
          "terminal": false,
          "user": {"uid": 0, "gid": 0},
          "args": ["/hello.wasm"],
          "env": ["PATH=/usr/bin:/bin"],
          "cwd": "/",
          "noNewPrivileges": true
        },
        "root": {"path": "rootfs", "readonly": false},
        "mounts": [
          {"destination": "/proc", "type": "proc", "source": "proc"},
          {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755"]},
          {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
           "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"]}
        ],
        "linux": {
          "namespaces": [
            {"type": "pid"}, {"type": "mount"}, {"type": "uts"}, {"type": "ipc"}, {"type": "network"}
          ]
        }
      }
      """;

  private final Path directory;
  private final ObjectNode config = Json.object(CONFIG);

  private Bundle(Path directory) {
    this.directory = directory;
  }

  /** A new bundle whose process is nothing yet. */
  static Bundle empty() {
    try {
      Path directory = Scratch.newDirectory("b");
      // The mount points exist already: root of a user namespace could not make them.
      Files.createDirectories(directory.resolve("rootfs/proc"));
      Files.createDirectory(directory.resolve("rootfs/dev"));
      return new Bundle(directory).save();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A new bundle that runs {@code /NAME.wasm} with the arguments; natively it is an executable of
   * that name.
   */
  static Bundle of(ContainerRuntime runtime, String guest, String... arguments) {
    String path = "/" + guest + ".wasm";
    Bundle bundle = empty().put(path, runtime.guest(guest));
    ArrayNode args = Json.array(path);
    args.addAll(Json.array(arguments));
    return bundle.change(config -> process(config).set("args", args));
  }

  /** A new bundle that runs a guest of which there is only the C source, {@code fs/open}. */
  static Bundle ofProgram(ContainerRuntime runtime, String guest, String... arguments) {
    String path = "/" + guest.substring(guest.lastIndexOf('/') + 1) + ".wasm";
    ArrayNode args = Json.array(path);
    args.addAll(Json.array(arguments));
    return empty()
        .put(path, runtime.program(guest))
        .change(config -> process(config).set("args", args));
  }

  Path directory() {
    return directory;
  }

  Path rootfs() {
    return directory.resolve("rootfs");
  }

  Path configFile() {
    return directory.resolve("config.json");
  }

  /** Changes config.json and saves it. */
  Bundle change(Consumer<ObjectNode> edit) {
    edit.accept(config);
    return save();
  }

  /** Replaces process.args. */
  Bundle args(String... args) {
    return change(config -> process(config).set("args", Json.array(args)));
  }

  /** Adds an entry to process.env. */
  Bundle env(String entry) {
    return change(config -> ((ArrayNode) process(config).get("env")).add(entry));
  }

  /**
   * Sets the process's terminal and a hook, a limit, ... by JSON text: merged into the
   * configuration at the top.
   */
  Bundle set(String field, String json) {
    return change(config -> config.set(field, Json.parse(json)));
  }

  /** Sets a field of the process. */
  Bundle setProcess(String field, String json) {
    return change(config -> process(config).set(field, Json.parse(json)));
  }

  /** Adds an entry to mounts. */
  Bundle mount(String json) {
    return change(config -> ((ArrayNode) config.get("mounts")).add(Json.parse(json)));
  }

  /** Sets a field of the linux section. */
  Bundle setLinux(String field, String json) {
    return change(config -> linux(config).set(field, Json.parse(json)));
  }

  /** Replaces the entry of one namespace type, or adds it. */
  Bundle namespace(String type, String json) {
    return withoutNamespace(type).change(config -> namespaces(config).add(Json.parse(json)));
  }

  /** Removes the entry of one namespace type. */
  Bundle withoutNamespace(String type) {
    return change(
        config -> {
          for (Iterator<JsonNode> each = namespaces(config).iterator(); each.hasNext(); ) {
            if (each.next().path("type").asText().equals(type)) {
              each.remove();
            }
          }
        });
  }

  /** Copies a file into the root file system. */
  Bundle put(String path, Path file) {
    try {
      Path target = rootfs().resolve(path.substring(1));
      Files.createDirectories(target.getParent());
      Files.copy(
          file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an executable file into the root file system. */
  Bundle put(String path, byte[] content) {
    try {
      Path target = rootfs().resolve(path.substring(1));
      Files.createDirectories(target.getParent());
      Files.write(target, content);
      target.toFile().setExecutable(true, false);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a text file into the root file system. */
  Bundle put(String path, String text) {
    return put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private Bundle save() {
    try {
      Files.writeString(configFile(), Json.ascii(config));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode process(ObjectNode config) {
    return (ObjectNode) config.get("process");
  }

  private static ArrayNode namespaces(ObjectNode config) {
    return (ArrayNode) linux(config).get("namespaces");
  }

  private static ObjectNode linux(ObjectNode config) {
    return (ObjectNode) config.get("linux");
  }
}
