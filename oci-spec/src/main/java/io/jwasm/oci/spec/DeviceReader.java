package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code devices} and {@code netDevices}, and the device rules of the cgroup. */
final class DeviceReader {
  private DeviceReader() {}

  static List<Device> devices(JsonCursor json) throws InvalidSpec {
    List<Device> devices = new ArrayList<>();
    if (!json.enterArray()) {
      return devices;
    }
    while (json.nextElement()) {
      Device device = device(json);
      if (device != null) {
        devices.add(device);
      }
    }
    return devices;
  }

  private static Device device(JsonCursor json) throws InvalidSpec {
    String path = null;
    DeviceType type = null;
    Long major = null;
    Long minor = null;
    Long fileMode = null;
    Long uid = null;
    Long gid = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "path" -> path = json.string();
        case "type" -> type = json.oneOf(DeviceType.values());
        case "major" -> major = json.int64();
        case "minor" -> minor = json.int64();
        case "fileMode" -> fileMode = json.uint32();
        case "uid" -> uid = json.uint32();
        case "gid" -> gid = json.uint32();
        default -> json.skip();
      }
    }
    if (path == null) {
      json.missing("path", "where the device is inside the container");
    }
    if (type == null) {
      json.missing("type", "c, b, u or p");
    }
    if (path == null || type == null) {
      return null;
    }
    return new Device(
        path, type, major == null ? 0 : major, minor == null ? 0 : minor, fileMode, uid, gid);
  }

  static Map<String, NetDevice> netDevices(JsonCursor json) throws InvalidSpec {
    Map<String, NetDevice> devices = new LinkedHashMap<>();
    if (!json.enterObject()) {
      return devices;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      json.checkKey(name);
      NetDevice device = netDevice(json);
      devices.put(name, device == null ? new NetDevice(null) : device);
    }
    return devices;
  }

  private static NetDevice netDevice(JsonCursor json) throws InvalidSpec {
    String inside = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "name" -> inside = json.string();
        default -> json.skip();
      }
    }
    return new NetDevice(inside);
  }

  static List<DeviceRule> rules(JsonCursor json) throws InvalidSpec {
    List<DeviceRule> rules = new ArrayList<>();
    if (!json.enterArray()) {
      return rules;
    }
    while (json.nextElement()) {
      DeviceRule rule = rule(json);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private static DeviceRule rule(JsonCursor json) throws InvalidSpec {
    Boolean allow = null;
    DeviceType type = null;
    Long major = null;
    Long minor = null;
    String access = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "allow" -> allow = json.bool();
        case "type" -> type = json.oneOf(DeviceType.values());
        case "major" -> major = json.int64();
        case "minor" -> minor = json.int64();
        case "access" -> access = json.string();
        default -> json.skip();
      }
    }
    if (allow == null) {
      json.missing("allow", "true or false");
      return null;
    }
    return new DeviceRule(allow, type, major, minor, access);
  }
}
