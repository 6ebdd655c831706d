package io.jwasm.oci.spec;

/** Rules of {@code mounts}. */
final class MountRules {
  private MountRules() {}

  static void check(Spec spec, Violations violations) {
    boolean userNamespace = spec.linux().namespace(NamespaceType.USER) != null;
    for (int i = 0; i < spec.mounts().size(); i++) {
      Mount mount = spec.mounts().get(i);
      String path = JsonPath.element("mounts", i);
      boolean uids = !mount.uidMappings().isEmpty();
      boolean gids = !mount.gidMappings().isEmpty();
      if (uids && !gids) {
        violations.add(path + ".uidMappings", "needs gidMappings too; add them");
      }
      if (gids && !uids) {
        violations.add(path + ".gidMappings", "needs uidMappings too; add them");
      }
      boolean idmap = mount.options().contains("idmap") || mount.options().contains("ridmap");
      if (idmap && !uids && !gids && !userNamespace) {
        violations.add(
            path + ".options",
            "an id-mapped mount needs mappings; add uidMappings and gidMappings or a user"
                + " namespace");
      }
    }
  }

  static void warn(Spec spec, Violations warnings) {
    for (int i = 0; i < spec.mounts().size(); i++) {
      String destination = spec.mounts().get(i).destination();
      if (!destination.startsWith("/")) {
        warnings.add(
            JsonPath.element("mounts", i) + ".destination",
            "took the relative path " + Quote.of(destination) + " from /; write it absolute");
      }
    }
  }
}
