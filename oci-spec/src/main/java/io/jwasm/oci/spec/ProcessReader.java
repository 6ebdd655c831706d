package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code process}. */
final class ProcessReader {
  private ProcessReader() {}

  static Process process(JsonCursor json) throws InvalidSpec {
    boolean terminal = false;
    ConsoleSize consoleSize = null;
    User user = User.ROOT;
    List<String> args = List.of();
    List<String> env = List.of();
    String cwd = null;
    Capabilities capabilities = Capabilities.NONE;
    List<Rlimit> rlimits = List.of();
    boolean noNewPrivileges = false;
    String apparmorProfile = null;
    String selinuxLabel = null;
    Integer oomScoreAdj = null;
    Scheduler scheduler = null;
    IoPriority ioPriority = null;
    CpuAffinity execCpuAffinity = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "terminal" -> terminal = json.isTrue();
        case "consoleSize" -> consoleSize = consoleSize(json);
        case "user" -> user = user(json);
        case "args" -> args = json.strings();
        case "env" -> env = json.strings();
        case "cwd" -> cwd = json.string();
        case "capabilities" -> capabilities = capabilities(json);
        case "rlimits" -> rlimits = rlimits(json);
        case "noNewPrivileges" -> noNewPrivileges = json.isTrue();
        case "apparmorProfile" -> apparmorProfile = json.string();
        case "selinuxLabel" -> selinuxLabel = json.string();
        case "oomScoreAdj" -> oomScoreAdj = json.int32(-1000, 1000);
        case "scheduler" -> scheduler = SchedulerReader.scheduler(json);
        case "ioPriority" -> ioPriority = SchedulerReader.ioPriority(json);
        case "execCPUAffinity" -> execCpuAffinity = SchedulerReader.cpuAffinity(json);
        default -> json.skip();
      }
    }
    return new Process(
        terminal,
        consoleSize,
        user,
        args,
        env,
        cwd,
        capabilities,
        rlimits,
        noNewPrivileges,
        apparmorProfile,
        selinuxLabel,
        oomScoreAdj,
        scheduler,
        ioPriority,
        execCpuAffinity);
  }

  private static ConsoleSize consoleSize(JsonCursor json) throws InvalidSpec {
    Long height = null;
    Long width = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "height" -> height = json.uint32();
        case "width" -> width = json.uint32();
        default -> json.skip();
      }
    }
    if (height == null) {
      json.missing("height", "the number of rows");
    }
    if (width == null) {
      json.missing("width", "the number of columns");
    }
    return height == null || width == null ? null : new ConsoleSize(height, width);
  }

  private static User user(JsonCursor json) throws InvalidSpec {
    Long uid = null;
    Long gid = null;
    Integer umask = null;
    List<Long> additionalGids = List.of();
    String username = null;
    if (!json.enterObject()) {
      return User.ROOT;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "uid" -> uid = json.uint32();
        case "gid" -> gid = json.uint32();
        case "umask" -> umask = json.int32(0, 0x1ff);
        case "additionalGids" -> additionalGids = gids(json);
        case "username" -> username = json.string();
        default -> json.skip();
      }
    }
    if (uid == null) {
      json.missing("uid", "the user id to run as");
    }
    if (gid == null) {
      json.missing("gid", "the group id to run as");
    }
    return uid == null || gid == null
        ? User.ROOT // Never used: the reading fails.
        : new User(uid, gid, umask, additionalGids, username);
  }

  private static List<Long> gids(JsonCursor json) throws InvalidSpec {
    List<Long> gids = new ArrayList<>();
    if (!json.enterArray()) {
      return gids;
    }
    while (json.nextElement()) {
      Long gid = json.uint32();
      if (gid != null) {
        gids.add(gid);
      }
    }
    return gids;
  }

  private static Capabilities capabilities(JsonCursor json) throws InvalidSpec {
    List<String> bounding = List.of();
    List<String> effective = List.of();
    List<String> inheritable = List.of();
    List<String> permitted = List.of();
    List<String> ambient = List.of();
    if (!json.enterObject()) {
      return Capabilities.NONE;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "bounding" -> bounding = json.strings();
        case "effective" -> effective = json.strings();
        case "inheritable" -> inheritable = json.strings();
        case "permitted" -> permitted = json.strings();
        case "ambient" -> ambient = json.strings();
        default -> json.skip();
      }
    }
    return new Capabilities(bounding, effective, inheritable, permitted, ambient);
  }

  private static List<Rlimit> rlimits(JsonCursor json) throws InvalidSpec {
    List<Rlimit> rlimits = new ArrayList<>();
    if (!json.enterArray()) {
      return rlimits;
    }
    while (json.nextElement()) {
      Rlimit rlimit = rlimit(json);
      if (rlimit != null) {
        rlimits.add(rlimit);
      }
    }
    return rlimits;
  }

  private static Rlimit rlimit(JsonCursor json) throws InvalidSpec {
    RlimitType type = null;
    Long soft = null;
    Long hard = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "type" -> type = json.oneOf(RlimitType.values());
        case "soft" -> soft = json.uint64();
        case "hard" -> hard = json.uint64();
        default -> json.skip();
      }
    }
    if (type == null) {
      json.missing("type", "the resource, such as RLIMIT_NOFILE");
    }
    if (soft == null) {
      json.missing("soft", "the limit in force");
    }
    if (hard == null) {
      json.missing("hard", "the ceiling of the soft limit");
    }
    return type == null || soft == null || hard == null ? null : new Rlimit(type, soft, hard);
  }
}
