package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules of {@code linux}. */
final class LinuxRules {
  /** {@code IFNAMSIZ} without its NUL. */
  private static final int MAX_INTERFACE_NAME = 15;

  private LinuxRules() {}

  static void check(Linux linux, Violations violations) {
    namespaces(linux.namespaces(), violations);
    userNamespace(linux, violations);
    timeNamespace(linux, violations);
    for (String name : linux.sysctl().keySet()) {
      SysctlRules.check(name, linux, violations);
    }
    if (linux.resources() != null) {
      ResourceRules.check("linux.resources", linux.resources(), violations);
    }
    cgroupsPath(linux.cgroupsPath(), violations);
    devices(linux.devices(), violations);
    netDevices(linux, violations);
    if (linux.seccomp() != null) {
      SeccompRules.check(linux.seccomp(), violations);
    }
    violations.requireAbsolute("linux.maskedPaths", linux.maskedPaths());
    violations.requireAbsolute("linux.readonlyPaths", linux.readonlyPaths());
    if (linux.intelRdt() != null) {
      intelRdt(linux.intelRdt(), violations);
    }
    if (linux.memoryPolicy() != null) {
      memoryPolicy(linux.memoryPolicy(), violations);
    }
    if (linux.personality() != null && !linux.personality().flags().isEmpty()) {
      violations.add("linux.personality.flags", "no flag is known; remove them");
    }
  }

  private static void namespaces(List<Namespace> namespaces, Violations violations) {
    List<NamespaceType> seen = new ArrayList<>();
    for (int i = 0; i < namespaces.size(); i++) {
      Namespace namespace = namespaces.get(i);
      String path = JsonPath.element("linux.namespaces", i);
      if (seen.contains(namespace.type())) {
        violations.add(
            path + ".type", namespace.type().specName() + " is there twice; remove one entry");
      } else {
        seen.add(namespace.type());
      }
      if (namespace.path() != null) {
        violations.requireAbsolute(path + ".path", namespace.path());
      }
    }
  }

  private static void userNamespace(Linux linux, Violations violations) {
    Namespace user = linux.namespace(NamespaceType.USER);
    mappings("linux.uidMappings", linux.uidMappings(), user, violations);
    mappings("linux.gidMappings", linux.gidMappings(), user, violations);
    boolean mapped = !linux.uidMappings().isEmpty() || !linux.gidMappings().isEmpty();
    if (user != null && user.path() == null && !mapped) {
      violations.add(
          "linux.uidMappings", "is missing; a new user namespace needs uidMappings or gidMappings");
    }
  }

  private static void mappings(
      String path, List<IdMapping> mappings, Namespace user, Violations violations) {
    if (user == null && !mappings.isEmpty()) {
      violations.add(path, "needs a user namespace; add one to linux.namespaces or remove this");
    }
    for (int i = 0; i < mappings.size(); i++) {
      if (mappings.get(i).size() == 0) {
        violations.add(JsonPath.element(path, i) + ".size", "found 0; map at least one id");
      }
    }
  }

  private static void timeNamespace(Linux linux, Violations violations) {
    if (linux.timeOffsets() == null) {
      return;
    }
    Namespace time = linux.namespace(NamespaceType.TIME);
    if (time == null) {
      violations.add(
          "linux.timeOffsets",
          "needs a time namespace; add one to linux.namespaces or remove this");
    } else if (time.path() != null) {
      violations.add(
          "linux.timeOffsets",
          "cannot be set in a time namespace that is joined; remove this or its path");
    }
  }

  private static void cgroupsPath(String cgroupsPath, Violations violations) {
    if (cgroupsPath != null && ('/' + cgroupsPath + '/').contains("/../")) {
      violations.add("linux.cgroupsPath", "leads upwards with ..; write it without");
    }
  }

  private static void devices(List<Device> devices, Violations violations) {
    for (int i = 0; i < devices.size(); i++) {
      String path = JsonPath.element("linux.devices", i);
      violations.requireAbsolute(path + ".path", devices.get(i).path());
      if (devices.get(i).type() == DeviceType.ALL) {
        violations.add(path + ".type", "found a, which is for rules only; write c, b, u or p");
      }
    }
  }

  private static void netDevices(Linux linux, Violations violations) {
    if (!linux.netDevices().isEmpty() && linux.namespace(NamespaceType.NETWORK) == null) {
      violations.add(
          "linux.netDevices",
          "needs a network namespace; add one to linux.namespaces or remove this");
    }
    for (Map.Entry<String, NetDevice> device : linux.netDevices().entrySet()) {
      String path = JsonPath.property("linux.netDevices", device.getKey());
      interfaceName(path, device.getKey(), violations);
      if (device.getValue().name() != null) {
        interfaceName(path + ".name", device.getValue().name(), violations);
      }
    }
  }

  private static void interfaceName(String path, String name, Violations violations) {
    boolean valid = !name.isEmpty() && name.length() <= MAX_INTERFACE_NAME;
    valid &= !name.equals(".") && !name.equals("..");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      valid &= c > ' ' && c <= '~' && c != '/' && c != ':';
    }
    if (!valid) {
      violations.add(
          path, "not an interface name; write 1 to 15 characters without space, slash or colon");
    }
  }

  private static void intelRdt(IntelRdt rdt, Violations violations) {
    String closId = rdt.closId();
    if (closId != null && !closId.equals("/")) {
      if (closId.equals(".") || closId.equals("..") || closId.indexOf('/') >= 0) {
        violations.add("linux.intelRdt.closID", "not a directory name; write one without slash");
      }
    }
    String bandwidth = rdt.memBwSchema();
    if (bandwidth != null && (!bandwidth.startsWith("MB:") || bandwidth.indexOf('\n') >= 0)) {
      violations.add("linux.intelRdt.memBwSchema", "write one line that starts with MB:");
    }
    for (int i = 0; i < rdt.schemata().size(); i++) {
      if (rdt.schemata().get(i).indexOf('\n') >= 0) {
        violations.add(
            JsonPath.element("linux.intelRdt.schemata", i), "has a line break; write one line");
      }
    }
  }

  private static void memoryPolicy(MemoryPolicy policy, Violations violations) {
    boolean nodes = policy.nodes() != null;
    switch (policy.mode()) {
      case DEFAULT, LOCAL -> {
        if (nodes) {
          violations.add(
              "linux.memoryPolicy.nodes",
              "must be absent with " + policy.mode().specName() + "; remove it");
        }
      }
      case BIND, INTERLEAVE, WEIGHTED_INTERLEAVE, PREFERRED_MANY -> {
        if (!nodes) {
          violations.add(
              "linux.memoryPolicy.nodes",
              "is missing; " + policy.mode().specName() + " needs at least one node");
        }
      }
      case PREFERRED -> {
        // The kernel takes any number of nodes, none included.
      }
    }
  }
}
