package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code hooks}. */
final class HookReader {
  private HookReader() {}

  static Hooks hooks(JsonCursor json) throws InvalidSpec {
    List<Hook> prestart = List.of();
    List<Hook> createRuntime = List.of();
    List<Hook> createContainer = List.of();
    List<Hook> startContainer = List.of();
    List<Hook> poststart = List.of();
    List<Hook> poststop = List.of();
    if (!json.enterObject()) {
      return Hooks.NONE;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "prestart" -> prestart = list(json);
        case "createRuntime" -> createRuntime = list(json);
        case "createContainer" -> createContainer = list(json);
        case "startContainer" -> startContainer = list(json);
        case "poststart" -> poststart = list(json);
        case "poststop" -> poststop = list(json);
        default -> json.skip();
      }
    }
    return new Hooks(prestart, createRuntime, createContainer, startContainer, poststart, poststop);
  }

  private static List<Hook> list(JsonCursor json) throws InvalidSpec {
    List<Hook> hooks = new ArrayList<>();
    if (!json.enterArray()) {
      return hooks;
    }
    while (json.nextElement()) {
      Hook hook = hook(json);
      if (hook != null) {
        hooks.add(hook);
      }
    }
    return hooks;
  }

  private static Hook hook(JsonCursor json) throws InvalidSpec {
    String path = null;
    List<String> args = List.of();
    List<String> env = List.of();
    Integer timeoutSeconds = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "path" -> path = json.string();
        case "args" -> args = json.strings();
        case "env" -> env = json.strings();
        case "timeout" -> timeoutSeconds = json.int32(1, Integer.MAX_VALUE);
        default -> json.skip();
      }
    }
    if (path == null) {
      json.missing("path", "the absolute path of the program");
      return null;
    }
    return new Hook(path, args, env, timeoutSeconds);
  }
}
