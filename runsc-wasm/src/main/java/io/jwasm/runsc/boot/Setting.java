package io.jwasm.runsc.boot;

import java.util.Locale;

/** What can be said of a container in several places; {@link Origin} has the names there. */
enum Setting {
  NETWORK("network"),
  NET_ALLOW("net.allow"),
  NET_LISTEN("net.listen"),
  MEMORY_LIMIT("memory.limit");

  private final String key;

  Setting(String key) {
    this.key = key;
  }

  /** Returns its name in the image's file. */
  String key() {
    return key;
  }

  String annotation() {
    return "io.jwasm." + key;
  }

  /** Returns its name in the environment: {@code JWASM_NET_ALLOW}. */
  String variable() {
    return "JWASM_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  String flag() {
    return "--" + key.replace('.', '-');
  }

  /** Returns the setting with that name in the image's file, or null. */
  static Setting ofKey(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }

  /** Returns the setting with that name in the environment, or null. */
  static Setting ofVariable(String variable) {
    for (Setting setting : values()) {
      if (setting.variable().equals(variable)) {
        return setting;
      }
    }
    return null;
  }
}
