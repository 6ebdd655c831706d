package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code linux.resources.blockIO}. */
final class BlockIoReader {
  private BlockIoReader() {}

  static BlockIo blockIo(JsonCursor json) throws InvalidSpec {
    Integer weight = null;
    Integer leafWeight = null;
    List<WeightDevice> weightDevice = List.of();
    List<ThrottleDevice> readBps = List.of();
    List<ThrottleDevice> writeBps = List.of();
    List<ThrottleDevice> readIops = List.of();
    List<ThrottleDevice> writeIops = List.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "weight" -> weight = json.int32(0, 0xffff);
        case "leafWeight" -> leafWeight = json.int32(0, 0xffff);
        case "weightDevice" -> weightDevice = weightDevices(json);
        case "throttleReadBpsDevice" -> readBps = throttleDevices(json);
        case "throttleWriteBpsDevice" -> writeBps = throttleDevices(json);
        case "throttleReadIOPSDevice" -> readIops = throttleDevices(json);
        case "throttleWriteIOPSDevice" -> writeIops = throttleDevices(json);
        default -> json.skip();
      }
    }
    return new BlockIo(weight, leafWeight, weightDevice, readBps, writeBps, readIops, writeIops);
  }

  private static List<WeightDevice> weightDevices(JsonCursor json) throws InvalidSpec {
    List<WeightDevice> devices = new ArrayList<>();
    if (!json.enterArray()) {
      return devices;
    }
    while (json.nextElement()) {
      WeightDevice device = weightDevice(json);
      if (device != null) {
        devices.add(device);
      }
    }
    return devices;
  }

  private static WeightDevice weightDevice(JsonCursor json) throws InvalidSpec {
    Long major = null;
    Long minor = null;
    Integer weight = null;
    Integer leafWeight = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "major" -> major = json.int64();
        case "minor" -> minor = json.int64();
        case "weight" -> weight = json.int32(0, 0xffff);
        case "leafWeight" -> leafWeight = json.int32(0, 0xffff);
        default -> json.skip();
      }
    }
    missingNumbers(json, major, minor);
    return major == null || minor == null
        ? null
        : new WeightDevice(major, minor, weight, leafWeight);
  }

  private static List<ThrottleDevice> throttleDevices(JsonCursor json) throws InvalidSpec {
    List<ThrottleDevice> devices = new ArrayList<>();
    if (!json.enterArray()) {
      return devices;
    }
    while (json.nextElement()) {
      ThrottleDevice device = throttleDevice(json);
      if (device != null) {
        devices.add(device);
      }
    }
    return devices;
  }

  private static ThrottleDevice throttleDevice(JsonCursor json) throws InvalidSpec {
    Long major = null;
    Long minor = null;
    Long rate = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "major" -> major = json.int64();
        case "minor" -> minor = json.int64();
        case "rate" -> rate = json.uint64();
        default -> json.skip();
      }
    }
    missingNumbers(json, major, minor);
    if (rate == null) {
      json.missing("rate", "how much per second");
    }
    return major == null || minor == null || rate == null
        ? null
        : new ThrottleDevice(major, minor, rate);
  }

  private static void missingNumbers(JsonCursor json, Long major, Long minor) throws InvalidSpec {
    if (major == null) {
      json.missing("major", "the major number of the device");
    }
    if (minor == null) {
      json.missing("minor", "the minor number of the device");
    }
  }
}
