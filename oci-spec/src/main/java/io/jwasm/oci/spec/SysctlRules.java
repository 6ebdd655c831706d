package io.jwasm.oci.spec;

/**
 * Which kernel parameters a container may set: those of a namespace of its own, as in runc. Any
 * other would change the host.
 */
final class SysctlRules {
  private SysctlRules() {}

  static void check(String name, Linux linux, Violations violations) {
    String path = JsonPath.property("linux.sysctl", name);
    String dotted = dotted(name);
    if (dotted.contains("..") || dotted.contains("//")) {
      violations.add(path, "has an empty part; write a name such as net.core.somaxconn");
      return;
    }
    if (dotted.equals("kernel.hostname")) {
      violations.add(path, "is what hostname is for; set that and remove this");
      return;
    }
    NamespaceType needed = namespaceOf(dotted);
    if (needed == null) {
      violations.add(path, "belongs to no namespace and would change the host; remove it");
    } else if (linux.namespace(needed) == null) {
      violations.add(
          path,
          "needs the "
              + needed.specName()
              + " namespace; add it to linux.namespaces or remove this");
    }
  }

  private static NamespaceType namespaceOf(String dotted) {
    return switch (dotted) {
      case "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced" ->
          NamespaceType.IPC;
      case "kernel.domainname" -> NamespaceType.UTS;
      default -> namespaceOfPrefix(dotted);
    };
  }

  private static NamespaceType namespaceOfPrefix(String dotted) {
    if (dotted.startsWith("fs.mqueue.")) {
      return NamespaceType.IPC;
    }
    if (dotted.startsWith("net.")) {
      return NamespaceType.NETWORK;
    }
    return dotted.startsWith("user.") ? NamespaceType.USER : null;
  }

  /** A name whose first separator is a slash has slash and dot the other way round: sysctl(8). */
  private static String dotted(String name) {
    int dot = name.indexOf('.');
    int slash = name.indexOf('/');
    if (slash < 0 || (dot >= 0 && dot < slash)) {
      return name;
    }
    StringBuilder swapped = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      swapped.append(c == '.' ? '/' : c == '/' ? '.' : c);
    }
    return swapped.toString();
  }
}
