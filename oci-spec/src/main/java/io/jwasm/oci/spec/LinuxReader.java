package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code linux}. */
final class LinuxReader {
  private LinuxReader() {}

  static Linux linux(JsonCursor json) throws InvalidSpec {
    List<IdMapping> uidMappings = List.of();
    List<IdMapping> gidMappings = List.of();
    Map<String, String> sysctl = Map.of();
    Resources resources = null;
    String cgroupsPath = null;
    List<Namespace> namespaces = List.of();
    List<Device> devices = List.of();
    Map<String, NetDevice> netDevices = Map.of();
    Seccomp seccomp = null;
    Propagation rootfsPropagation = null;
    List<String> maskedPaths = List.of();
    List<String> readonlyPaths = List.of();
    String mountLabel = null;
    IntelRdt intelRdt = null;
    MemoryPolicy memoryPolicy = null;
    Personality personality = null;
    TimeOffsets timeOffsets = null;
    if (!json.enterObject()) {
      return Linux.NONE;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "uidMappings" -> uidMappings = MountReader.idMappings(json);
        case "gidMappings" -> gidMappings = MountReader.idMappings(json);
        case "sysctl" -> sysctl = json.stringMap();
        case "resources" -> resources = ResourcesReader.resources(json);
        case "cgroupsPath" -> cgroupsPath = json.string();
        case "namespaces" -> namespaces = namespaces(json);
        case "devices" -> devices = DeviceReader.devices(json);
        case "netDevices" -> netDevices = DeviceReader.netDevices(json);
        case "seccomp" -> seccomp = SeccompReader.seccomp(json);
        case "rootfsPropagation" -> rootfsPropagation = json.oneOf(Propagation.values());
        case "maskedPaths" -> maskedPaths = json.strings();
        case "readonlyPaths" -> readonlyPaths = json.strings();
        case "mountLabel" -> mountLabel = json.string();
        case "intelRdt" -> intelRdt = intelRdt(json);
        case "memoryPolicy" -> memoryPolicy = memoryPolicy(json);
        case "personality" -> personality = personality(json);
        case "timeOffsets" -> timeOffsets = timeOffsets(json);
        default -> json.skip();
      }
    }
    return new Linux(
        uidMappings,
        gidMappings,
        sysctl,
        resources,
        cgroupsPath,
        namespaces,
        devices,
        netDevices,
        seccomp,
        rootfsPropagation,
        maskedPaths,
        readonlyPaths,
        mountLabel,
        intelRdt,
        memoryPolicy,
        personality,
        timeOffsets);
  }

  private static List<Namespace> namespaces(JsonCursor json) throws InvalidSpec {
    List<Namespace> namespaces = new ArrayList<>();
    if (!json.enterArray()) {
      return namespaces;
    }
    while (json.nextElement()) {
      Namespace namespace = namespace(json);
      if (namespace != null) {
        namespaces.add(namespace);
      }
    }
    return namespaces;
  }

  private static Namespace namespace(JsonCursor json) throws InvalidSpec {
    NamespaceType type = null;
    String path = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "type" -> type = json.oneOf(NamespaceType.values());
        case "path" -> path = json.string();
        default -> json.skip();
      }
    }
    if (type == null) {
      json.missing("type", "the kind of namespace, such as pid");
      return null;
    }
    return new Namespace(type, path);
  }

  private static IntelRdt intelRdt(JsonCursor json) throws InvalidSpec {
    String closId = null;
    List<String> schemata = List.of();
    String l3CacheSchema = null;
    String memBwSchema = null;
    boolean enableMonitoring = false;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "closID" -> closId = json.string();
        case "schemata" -> schemata = json.strings();
        case "l3CacheSchema" -> l3CacheSchema = json.string();
        case "memBwSchema" -> memBwSchema = json.string();
        case "enableMonitoring" -> enableMonitoring = json.isTrue();
        default -> json.skip();
      }
    }
    return new IntelRdt(closId, schemata, l3CacheSchema, memBwSchema, enableMonitoring);
  }

  private static MemoryPolicy memoryPolicy(JsonCursor json) throws InvalidSpec {
    MemoryPolicyMode mode = null;
    String nodes = null;
    List<MemoryPolicyFlag> flags = List.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "mode" -> mode = json.oneOf(MemoryPolicyMode.values());
        case "nodes" -> nodes = json.string();
        case "flags" -> flags = json.listOf(MemoryPolicyFlag.values());
        default -> json.skip();
      }
    }
    if (mode == null) {
      json.missing("mode", "the memory policy, such as MPOL_BIND");
      return null;
    }
    return new MemoryPolicy(mode, nodes, flags);
  }

  private static Personality personality(JsonCursor json) throws InvalidSpec {
    PersonalityDomain domain = null;
    List<String> flags = List.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "domain" -> domain = json.oneOf(PersonalityDomain.values());
        case "flags" -> flags = json.strings();
        default -> json.skip();
      }
    }
    if (domain == null) {
      json.missing("domain", "LINUX or LINUX32");
      return null;
    }
    return new Personality(domain, flags);
  }

  private static TimeOffsets timeOffsets(JsonCursor json) throws InvalidSpec {
    TimeOffset boottime = null;
    TimeOffset monotonic = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "boottime" -> boottime = timeOffset(json);
        case "monotonic" -> monotonic = timeOffset(json);
        default -> json.skip();
      }
    }
    return new TimeOffsets(boottime, monotonic);
  }

  private static TimeOffset timeOffset(JsonCursor json) throws InvalidSpec {
    Long seconds = null;
    Integer nanos = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "secs" -> seconds = json.int64();
        case "nanosecs" -> nanos = json.int32(0, 999_999_999);
        default -> json.skip();
      }
    }
    return new TimeOffset(seconds == null ? 0 : seconds, nanos == null ? 0 : nanos);
  }
}
