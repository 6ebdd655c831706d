package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code linux.resources}, block I/O apart. */
final class ResourcesReader {
  private ResourcesReader() {}

  static Resources resources(JsonCursor json) throws InvalidSpec {
    List<DeviceRule> devices = List.of();
    Memory memory = null;
    Cpu cpu = null;
    Pids pids = null;
    BlockIo blockIo = null;
    List<HugepageLimit> hugepageLimits = List.of();
    Network network = null;
    Map<String, Rdma> rdma = Map.of();
    Map<String, String> unified = Map.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "devices" -> devices = DeviceReader.rules(json);
        case "memory" -> memory = memory(json);
        case "cpu" -> cpu = cpu(json);
        case "pids" -> pids = pids(json);
        case "blockIO" -> blockIo = BlockIoReader.blockIo(json);
        case "hugepageLimits" -> hugepageLimits = hugepageLimits(json);
        case "network" -> network = network(json);
        case "rdma" -> rdma = rdma(json);
        case "unified" -> unified = json.stringMap();
        default -> json.skip();
      }
    }
    return new Resources(
        devices, memory, cpu, pids, blockIo, hugepageLimits, network, rdma, unified);
  }

  private static Memory memory(JsonCursor json) throws InvalidSpec {
    Long limit = null;
    Long reservation = null;
    Long swap = null;
    Long kernel = null;
    Long kernelTcp = null;
    Long swappiness = null;
    Boolean disableOomKiller = null;
    Boolean useHierarchy = null;
    Boolean checkBeforeUpdate = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "limit" -> limit = json.int64();
        case "reservation" -> reservation = json.int64();
        case "swap" -> swap = json.int64();
        case "kernel" -> kernel = json.int64();
        case "kernelTCP" -> kernelTcp = json.int64();
        case "swappiness" -> swappiness = json.uint64();
        case "disableOOMKiller" -> disableOomKiller = json.bool();
        case "useHierarchy" -> useHierarchy = json.bool();
        case "checkBeforeUpdate" -> checkBeforeUpdate = json.bool();
        default -> json.skip();
      }
    }
    return new Memory(
        limit,
        reservation,
        swap,
        kernel,
        kernelTcp,
        swappiness,
        disableOomKiller,
        useHierarchy,
        checkBeforeUpdate);
  }

  private static Cpu cpu(JsonCursor json) throws InvalidSpec {
    Long shares = null;
    Long quotaMicros = null;
    Long burstMicros = null;
    Long periodMicros = null;
    Long realtimeRuntimeMicros = null;
    Long realtimePeriodMicros = null;
    String cpus = null;
    String mems = null;
    Long idle = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "shares" -> shares = json.uint64();
        case "quota" -> quotaMicros = json.int64();
        case "burst" -> burstMicros = json.uint64();
        case "period" -> periodMicros = json.uint64();
        case "realtimeRuntime" -> realtimeRuntimeMicros = json.int64();
        case "realtimePeriod" -> realtimePeriodMicros = json.uint64();
        case "cpus" -> cpus = json.string();
        case "mems" -> mems = json.string();
        case "idle" -> idle = json.int64();
        default -> json.skip();
      }
    }
    return new Cpu(
        shares,
        quotaMicros,
        burstMicros,
        periodMicros,
        realtimeRuntimeMicros,
        realtimePeriodMicros,
        cpus,
        mems,
        idle);
  }

  private static Pids pids(JsonCursor json) throws InvalidSpec {
    Long limit = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "limit" -> limit = json.int64();
        default -> json.skip();
      }
    }
    return new Pids(limit);
  }

  private static List<HugepageLimit> hugepageLimits(JsonCursor json) throws InvalidSpec {
    List<HugepageLimit> limits = new ArrayList<>();
    if (!json.enterArray()) {
      return limits;
    }
    while (json.nextElement()) {
      HugepageLimit limit = hugepageLimit(json);
      if (limit != null) {
        limits.add(limit);
      }
    }
    return limits;
  }

  private static HugepageLimit hugepageLimit(JsonCursor json) throws InvalidSpec {
    String pageSize = null;
    Long limitBytes = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "pageSize" -> pageSize = json.string();
        case "limit" -> limitBytes = json.uint64();
        default -> json.skip();
      }
    }
    if (pageSize == null) {
      json.missing("pageSize", "the size of the pages, such as 2MB");
    }
    if (limitBytes == null) {
      json.missing("limit", "the limit in bytes");
    }
    return pageSize == null || limitBytes == null ? null : new HugepageLimit(pageSize, limitBytes);
  }

  private static Network network(JsonCursor json) throws InvalidSpec {
    Long classId = null;
    List<InterfacePriority> priorities = List.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "classID" -> classId = json.uint32();
        case "priorities" -> priorities = priorities(json);
        default -> json.skip();
      }
    }
    return new Network(classId, priorities);
  }

  private static List<InterfacePriority> priorities(JsonCursor json) throws InvalidSpec {
    List<InterfacePriority> priorities = new ArrayList<>();
    if (!json.enterArray()) {
      return priorities;
    }
    while (json.nextElement()) {
      InterfacePriority priority = priority(json);
      if (priority != null) {
        priorities.add(priority);
      }
    }
    return priorities;
  }

  private static InterfacePriority priority(JsonCursor json) throws InvalidSpec {
    String device = null;
    Long priority = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "name" -> device = json.string();
        case "priority" -> priority = json.uint32();
        default -> json.skip();
      }
    }
    if (device == null) {
      json.missing("name", "the network interface");
    }
    if (priority == null) {
      json.missing("priority", "the priority of its traffic");
    }
    return device == null || priority == null ? null : new InterfacePriority(device, priority);
  }

  private static Map<String, Rdma> rdma(JsonCursor json) throws InvalidSpec {
    Map<String, Rdma> limits = new LinkedHashMap<>();
    if (!json.enterObject()) {
      return limits;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      json.checkKey(name);
      Rdma limit = rdmaLimit(json);
      if (limit != null) {
        limits.put(name, limit);
      }
    }
    return limits;
  }

  private static Rdma rdmaLimit(JsonCursor json) throws InvalidSpec {
    Long hcaHandles = null;
    Long hcaObjects = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "hcaHandles" -> hcaHandles = json.uint32();
        case "hcaObjects" -> hcaObjects = json.uint32();
        default -> json.skip();
      }
    }
    return new Rdma(hcaHandles, hcaObjects);
  }
}
