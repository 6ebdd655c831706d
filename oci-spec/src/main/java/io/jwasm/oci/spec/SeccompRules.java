package io.jwasm.oci.spec;

/**
 * Rules of {@code linux.seccomp}. The sentry needs no filter of the caller; a wrong one is still
 * wrong.
 */
final class SeccompRules {
  private SeccompRules() {}

  static void check(Seccomp seccomp, Violations violations) {
    String path = "linux.seccomp";
    if (seccomp.defaultErrno() != null && !seccomp.defaultAction().takesErrno()) {
      noErrno(path + ".defaultErrnoRet", seccomp.defaultAction(), violations);
    }
    if (seccomp.listenerMetadata() != null && seccomp.listenerPath() == null) {
      violations.add(path + ".listenerMetadata", "needs listenerPath; add it or remove this");
    }
    for (int i = 0; i < seccomp.syscalls().size(); i++) {
      SeccompRule rule = seccomp.syscalls().get(i);
      String element = JsonPath.element(path + ".syscalls", i);
      if (rule.names().isEmpty()) {
        violations.add(element + ".names", "is empty; name at least one system call");
      }
      if (rule.errno() != null && !rule.action().takesErrno()) {
        noErrno(element + ".errnoRet", rule.action(), violations);
      }
    }
  }

  private static void noErrno(String path, SeccompAction action, Violations violations) {
    violations.add(path, action.specName() + " takes no error number; remove it");
  }
}
