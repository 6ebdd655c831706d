package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Quote;
import io.jwasm.oci.spec.SpecReader;
import io.jwasm.sentry.BootException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said of a container beside the OCI part of its configuration, as texts. The operator
 * speaks by flags and annotations, whoever starts a container by its environment, and who made the
 * image by a file in it: a JSON object of {@link Setting} keys and strings. A text that is there
 * counts, an empty one too, except an empty flag.
 *
 * <p>docker before 25 hands on neither labels nor annotations, so that an environment is all its
 * users have.
 */
final class Settings {
  static final String IMAGE_FILE = "/etc/jwasm.json";
  static final int IMAGE_FILE_BYTES = 64 << 10;

  /** Names of the environment that are for the sandbox and never reach a program. */
  private static final String NET_VARIABLES = "JWASM_NET";

  private final Map<Setting, String> flags = new HashMap<>();
  private final Map<Setting, String> annotations = new HashMap<>();
  private final Map<Setting, String> environment = new HashMap<>();
  private final Map<Setting, String> image = new HashMap<>();

  private Settings() {}

  /**
   * Returns what is said outside of the image.
   *
   * <p>Errors: {@link BootException} for variables that are unknown, or there twice.
   */
  static Settings of(BootSettings flags, Map<String, String> annotations, List<String> env)
      throws BootException {
    Settings settings = new Settings();
    settings.flag(Setting.NETWORK, flags.network());
    settings.flag(Setting.NET_ALLOW, flags.netAllow());
    settings.flag(Setting.NET_LISTEN, flags.netListen());
    for (Setting setting : Setting.values()) {
      settings.say(Origin.ANNOTATION, setting, annotations.get(setting.annotation()));
    }
    for (int i = 0; i < env.size(); i++) {
      settings.readVariable(env.get(i));
    }
    return settings;
  }

  /** The launcher knows no absent text. */
  private void flag(Setting setting, String text) {
    say(Origin.FLAG, setting, text.isEmpty() ? null : text);
  }

  private void readVariable(String entry) throws BootException {
    if (!isVariable(entry)) {
      return;
    }
    int equals = entry.indexOf('=');
    String name = equals < 0 ? entry : entry.substring(0, equals);
    Setting setting = Setting.ofVariable(name);
    if (setting == null) {
      throw new BootException(
          "environment variable " + Quote.of(name) + " is no setting; there are " + variables());
    }
    if (text(Origin.ENVIRONMENT, setting) != null) {
      throw new BootException(Origin.ENVIRONMENT.place(setting) + ": is there twice; remove one");
    }
    say(Origin.ENVIRONMENT, setting, equals < 0 ? "" : entry.substring(equals + 1));
  }

  private static String variables() {
    List<String> names = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      names.add(setting.variable());
    }
    return String.join(", ", names);
  }

  /** Returns whether an entry of an environment is a setting, or looks like one. */
  private static boolean isVariable(String entry) {
    String limit = Setting.MEMORY_LIMIT.variable();
    return entry.startsWith(NET_VARIABLES)
        || (entry.startsWith(limit) && (entry.length() == limit.length() || isSet(entry, limit)));
  }

  private static boolean isSet(String entry, String name) {
    return entry.charAt(name.length()) == '=';
  }

  /** Returns the part of an environment that is for the program. */
  static List<String> programEnvironment(List<String> env) {
    List<String> kept = new ArrayList<>(env.size());
    for (int i = 0; i < env.size(); i++) {
      if (!isVariable(env.get(i))) {
        kept.add(env.get(i));
      }
    }
    return kept;
  }

  /**
   * Adds what the image says.
   *
   * <p>Errors: {@link BootException} with all that is wrong with the file.
   *
   * @param file the bytes of {@link #IMAGE_FILE}; null when the image has none
   */
  void addImage(byte[] file) throws BootException {
    if (file == null) {
      return;
    }
    try {
      for (Map.Entry<String, String> entry : SpecReader.readStrings(file).entrySet()) {
        Setting setting = Setting.ofKey(entry.getKey());
        if (setting == null) {
          throw unknown(entry.getKey());
        }
        say(Origin.IMAGE, setting, entry.getValue());
      }
    } catch (InvalidSpec e) {
      throw new BootException(IMAGE_FILE + " in the image: " + e.getMessage());
    }
  }

  private static BootException unknown(String key) {
    List<String> keys = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      keys.add(setting.key());
    }
    return new BootException(
        IMAGE_FILE
            + " in the image: "
            + Quote.of(key)
            + " is no setting; there are "
            + String.join(", ", keys));
  }

  private void say(Origin origin, Setting setting, String text) {
    of(origin).put(setting, text);
  }

  /** Returns what is said of a setting in one place, or null. */
  String text(Origin origin, Setting setting) {
    return of(origin).get(setting);
  }

  private Map<Setting, String> of(Origin origin) {
    return switch (origin) {
      case FLAG -> flags;
      case ANNOTATION -> annotations;
      case ENVIRONMENT -> environment;
      case IMAGE -> image;
    };
  }

  /** Returns the first place where something is said of a setting, or null. */
  Origin first(Setting setting) {
    for (Origin origin : Origin.values()) {
      if (text(origin, setting) != null) {
        return origin;
      }
    }
    return null;
  }

  /**
   * Returns the least memory limit of environment and image, in bytes; {@link Long#MAX_VALUE} when
   * neither says one. The operator's annotation is read elsewhere, and never raised by this.
   *
   * <p>Errors: {@link BootException} for a text that is no size.
   */
  long memoryBytes() throws BootException {
    long least = Long.MAX_VALUE;
    for (Origin origin : new Origin[] {Origin.ENVIRONMENT, Origin.IMAGE}) {
      String text = text(origin, Setting.MEMORY_LIMIT);
      if (text != null) {
        long bytes = LimitAnnotations.bytes(text);
        if (!MemoryBudget.isSize(bytes)) {
          throw new BootException(
              origin.place(Setting.MEMORY_LIMIT)
                  + ": found "
                  + Quote.of(text)
                  + "; "
                  + MemoryBudget.SIZES);
        }
        least = Math.min(least, bytes);
      }
    }
    return least;
  }
}
