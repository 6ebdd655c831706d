package io.jwasm.oci.spec;

import java.util.Map;

/** Rules of {@code linux.resources}. */
final class ResourceRules {
  private ResourceRules() {}

  static void check(String path, Resources resources, Violations violations) {
    hugepages(JsonPath.property(path, "hugepageLimits"), resources, violations);
    rdma(JsonPath.property(path, "rdma"), resources, violations);
    unified(JsonPath.property(path, "unified"), resources, violations);
    if (resources.blockIo() != null) {
      weights(JsonPath.property(path, "blockIO"), resources.blockIo(), violations);
    }
  }

  private static void hugepages(String path, Resources resources, Violations violations) {
    for (int i = 0; i < resources.hugepageLimits().size(); i++) {
      String size = resources.hugepageLimits().get(i).pageSize();
      if (!isPageSize(size)) {
        violations.add(
            JsonPath.element(path, i) + ".pageSize",
            "found " + Quote.of(size) + "; write a size such as 64KB, 2MB or 1GB");
      }
    }
  }

  private static boolean isPageSize(String size) {
    int unit = size.length() - 2;
    if (unit < 1 || size.charAt(0) == '0' || size.charAt(unit + 1) != 'B') {
      return false;
    }
    for (int i = 0; i < unit; i++) {
      if (size.charAt(i) < '0' || size.charAt(i) > '9') {
        return false;
      }
    }
    return "KMG".indexOf(size.charAt(unit)) >= 0;
  }

  private static void rdma(String path, Resources resources, Violations violations) {
    for (Map.Entry<String, Rdma> device : resources.rdma().entrySet()) {
      if (device.getValue().hcaHandles() == null && device.getValue().hcaObjects() == null) {
        violations.add(
            JsonPath.property(path, device.getKey()),
            "limits nothing; add hcaHandles or hcaObjects");
      }
    }
  }

  /** A key becomes the name of a file in the container's cgroup. */
  private static void unified(String path, Resources resources, Violations violations) {
    for (String file : resources.unified().keySet()) {
      if (file.isEmpty() || file.indexOf('/') >= 0 || file.indexOf('.') <= 0) {
        violations.add(
            JsonPath.property(path, file), "not a cgroup file; write a name such as memory.high");
      }
    }
  }

  private static void weights(String path, BlockIo blockIo, Violations violations) {
    for (int i = 0; i < blockIo.weightDevice().size(); i++) {
      WeightDevice device = blockIo.weightDevice().get(i);
      if (device.weight() == null && device.leafWeight() == null) {
        violations.add(
            JsonPath.element(path + ".weightDevice", i),
            "weighs nothing; add weight or leafWeight");
      }
    }
  }
}
