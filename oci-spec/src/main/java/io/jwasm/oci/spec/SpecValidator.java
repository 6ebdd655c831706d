package io.jwasm.oci.spec;

import java.util.List;
import java.util.Map;

/**
 * Checks what the values of a config.json mean together: the MUSTs of the runtime-spec that need no
 * look at the host, and the cases in which runc refuses what the runtime-spec leaves open.
 *
 * <p>Properties that mean nothing to a WebAssembly guest (seccomp, AppArmor, SELinux, devices) are
 * accepted, provided their values are valid.
 *
 * <p>Errors: none; what is wrong is returned. Blocking: never.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md">config.md</a>
 */
public final class SpecValidator {
  private SpecValidator() {}

  /**
   * Returns what keeps a container from being created: empty when nothing does, otherwise at most
   * {@value SpecReader#MAX_VIOLATIONS} violations.
   */
  public static List<Violation> validate(Spec spec) {
    Violations violations = new Violations();
    version(spec.ociVersion(), violations);
    root(spec.root(), violations);
    if (spec.process() == null) {
      violations.add("process", "is missing; add the program to run");
    } else {
      ProcessRules.check("process", spec.process(), violations);
    }
    MountRules.check(spec, violations);
    hooks(spec.hooks(), violations);
    annotations(spec.annotations(), violations);
    hostNames(spec, violations);
    LinuxRules.check(spec.linux(), violations);
    return violations.list();
  }

  /** Returns what keeps a process of {@code exec} from being started. */
  public static List<Violation> validateProcess(Process process) {
    Violations violations = new Violations();
    ProcessRules.check("", process, violations);
    return violations.list();
  }

  /** Returns what keeps limits of {@code update} from being set. */
  public static List<Violation> validateResources(Resources resources) {
    Violations violations = new Violations();
    ResourceRules.check("", resources, violations);
    return violations.list();
  }

  /**
   * Returns what shall be logged and not refused: capabilities the kernel does not know, and mount
   * destinations that are relative, which is deprecated.
   */
  public static List<Violation> warnings(Spec spec) {
    Violations warnings = new Violations();
    if (spec.process() != null) {
      ProcessRules.warn("process", spec.process(), warnings);
    }
    MountRules.warn(spec, warnings);
    return warnings.list();
  }

  private static void version(String version, Violations violations) {
    if (version == null) {
      violations.add("ociVersion", "is missing; add the version, such as " + Spec.VERSION);
    } else if (!SpecVersion.isWellFormed(version)) {
      violations.add(
          "ociVersion",
          "found " + Quote.of(version) + "; write a SemVer version, such as " + Spec.VERSION);
    } else if (!SpecVersion.isSupported(version)) {
      violations.add(
          "ociVersion",
          "version "
              + Quote.of(version)
              + " is not supported; use "
              + Spec.OLDEST_VERSION
              + " to "
              + Spec.VERSION
              + ", or any other 1.x");
    }
  }

  private static void root(Root root, Violations violations) {
    if (root == null) {
      violations.add("root", "is missing; add the root file system");
    } else if (root.path() == null) {
      violations.add("root.path", "is missing; add the directory of the root file system");
    }
  }

  private static void hooks(Hooks hooks, Violations violations) {
    hooks("hooks.prestart", hooks.prestart(), violations);
    hooks("hooks.createRuntime", hooks.createRuntime(), violations);
    hooks("hooks.createContainer", hooks.createContainer(), violations);
    hooks("hooks.startContainer", hooks.startContainer(), violations);
    hooks("hooks.poststart", hooks.poststart(), violations);
    hooks("hooks.poststop", hooks.poststop(), violations);
  }

  private static void hooks(String path, List<Hook> hooks, Violations violations) {
    for (int i = 0; i < hooks.size(); i++) {
      String hook = JsonPath.element(path, i);
      violations.requireAbsolute(hook + ".path", hooks.get(i).path());
    }
  }

  private static void annotations(Map<String, String> annotations, Violations violations) {
    if (annotations.containsKey("")) {
      violations.add("annotations[\"\"]", "has an empty key; name it or remove it");
    }
  }

  private static void hostNames(Spec spec, Violations violations) {
    if (spec.linux().namespace(NamespaceType.UTS) != null) {
      return;
    }
    String remedy = "needs a uts namespace; add one to linux.namespaces or remove the name";
    if (spec.hostname() != null) {
      violations.add("hostname", remedy);
    }
    if (spec.domainname() != null) {
      violations.add("domainname", remedy);
    }
  }
}
