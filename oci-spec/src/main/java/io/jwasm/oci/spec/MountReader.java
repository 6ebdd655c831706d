package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code mounts} and id mappings. */
final class MountReader {
  private MountReader() {}

  static List<Mount> mounts(JsonCursor json) throws InvalidSpec {
    List<Mount> mounts = new ArrayList<>();
    if (!json.enterArray()) {
      return mounts;
    }
    while (json.nextElement()) {
      Mount mount = mount(json);
      if (mount != null) {
        mounts.add(mount);
      }
    }
    return mounts;
  }

  private static Mount mount(JsonCursor json) throws InvalidSpec {
    String destination = null;
    String type = null;
    String source = null;
    List<String> options = List.of();
    List<IdMapping> uidMappings = List.of();
    List<IdMapping> gidMappings = List.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "destination" -> destination = json.string();
        case "type" -> type = json.string();
        case "source" -> source = json.string();
        case "options" -> options = json.strings();
        case "uidMappings" -> uidMappings = idMappings(json);
        case "gidMappings" -> gidMappings = idMappings(json);
        default -> json.skip();
      }
    }
    if (destination == null) {
      json.missing("destination", "the mount point inside the container");
      return null;
    }
    return new Mount(destination, type, source, options, uidMappings, gidMappings);
  }

  static List<IdMapping> idMappings(JsonCursor json) throws InvalidSpec {
    List<IdMapping> mappings = new ArrayList<>();
    if (!json.enterArray()) {
      return mappings;
    }
    while (json.nextElement()) {
      IdMapping mapping = idMapping(json);
      if (mapping != null) {
        mappings.add(mapping);
      }
    }
    return mappings;
  }

  private static IdMapping idMapping(JsonCursor json) throws InvalidSpec {
    Long containerId = null;
    Long hostId = null;
    Long size = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "containerID" -> containerId = json.uint32();
        case "hostID" -> hostId = json.uint32();
        case "size" -> size = json.uint32();
        default -> json.skip();
      }
    }
    if (containerId == null) {
      json.missing("containerID", "the first id inside the container");
    }
    if (hostId == null) {
      json.missing("hostID", "the first id on the host");
    }
    if (size == null) {
      json.missing("size", "the number of ids");
    }
    if (containerId == null || hostId == null || size == null) {
      return null;
    }
    return new IdMapping(containerId, hostId, size);
  }
}
