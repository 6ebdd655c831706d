package io.jwasm.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who a sandbox is and what it may, as its config.json grants it: the identity as the host sees it,
 * and of every capability set what is left of it after the six that a sentry may have at most and
 * after execve(2).
 *
 * @param uid of the host
 * @param gid of the host
 * @param groups of the host, ascending, separated by spaces
 * @param inheritable capability set, by bit
 * @param permitted capability set, by bit
 * @param bounding capability set, by bit
 * @param ambient capability set, by bit
 * @see "capabilities(7), Transformation of capabilities during execve"
 */
record Grant(
    long uid,
    long gid,
    String groups,
    long inheritable,
    long permitted,
    long bounding,
    long ambient) {
  /** By their numbers in linux/capability.h. */
  private static final List<String> NAMES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE");

  /** CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID and NET_BIND_SERVICE. */
  static final long MOST = 0x41f;

  static Grant of(JsonNode config) {
    JsonNode user = config.at("/process/user");
    JsonNode uids = mappings(config, "uidMappings");
    JsonNode gids = mappings(config, "gidMappings");
    long bounding = set(config, "bounding");
    long inheritable = set(config, "inheritable");
    long ambient = set(config, "ambient") & set(config, "permitted") & inheritable;
    boolean isRoot = user.path("uid").asLong() == 0;
    return new Grant(
        onHost(uids, user.path("uid").asLong()),
        onHost(gids, user.path("gid").asLong()),
        groups(user.path("additionalGids"), gids),
        inheritable,
        isRoot ? bounding | inheritable : ambient,
        bounding,
        ambient);
  }

  /** A capability set as {@code /proc/PID/status} shows it. */
  static String shown(long set) {
    return String.format(Locale.ROOT, "%016x", set);
  }

  private static long set(JsonNode config, String name) {
    long set = 0;
    for (JsonNode capability : config.at("/process/capabilities").path(name)) {
      int number = NAMES.indexOf(capability.asText());
      set |= number < 0 ? 0 : 1L << number;
    }
    return set & MOST;
  }

  private static String groups(JsonNode additional, JsonNode gids) {
    List<Long> groups = new ArrayList<>();
    additional.forEach(gid -> groups.add(onHost(gids, gid.asLong())));
    Stream<Long> sorted = groups.stream().sorted();
    return sorted.map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static JsonNode mappings(JsonNode config, String name) {
    for (JsonNode namespace : config.at("/linux/namespaces")) {
      if (namespace.path("type").asText().equals("user")) {
        return config.path("linux").path(name);
      }
    }
    return config.path("nothing");
  }

  private static long onHost(JsonNode mappings, long id) {
    for (JsonNode mapping : mappings) {
      long offset = id - mapping.path("containerID").asLong();
      if (offset >= 0 && offset < mapping.path("size").asLong()) {
        return mapping.path("hostID").asLong() + offset;
      }
    }
    return id;
  }
}
