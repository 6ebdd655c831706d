package io.jwasm.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each thread of a sandbox has: identity, capabilities, system call filter, namespaces. */
final class ThreadPosture {
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "pid", "pid", "mount", "mnt", "uts", "uts", "ipc", "ipc", "network", "net", "user",
          "user", "cgroup", "cgroup", "time", "time");

  private final Posture posture;
  private final SandboxProcess sandbox;
  private final Grant grant;

  ThreadPosture(Posture posture, SandboxProcess sandbox, Grant grant) {
    this.posture = posture;
    this.sandbox = sandbox;
    this.grant = grant;
  }

  void check() {
    Map<String, JsonNode> configured = new LinkedHashMap<>();
    sandbox
        .config()
        .at("/linux/namespaces")
        .forEach(entry -> configured.put(entry.path("type").asText(), entry));
    for (long thread : sandbox.threads()) {
      try {
        checkStatus(thread);
        NAMESPACES.forEach((type, file) -> checkNamespace(thread, file, configured.get(type)));
        checkFiles(thread);
        posture.addThread();
      } catch (RuntimeException e) {
        // Threads of the JVM's compilers come and go; one that is still there was not looked at.
        posture.holds(e.toString(), !Files.exists(task(thread, "")));
      }
    }
  }

  private void checkStatus(long thread) {
    ProcessStatus status = ProcessStatus.ofThread(sandbox.pid(), thread);
    equal(thread, status, "Uid", four(grant.uid()));
    equal(thread, status, "Gid", four(grant.gid()));
    equal(thread, status, "Groups", grant.groups());
    equal(thread, status, "CapInh", Grant.shown(grant.inheritable()));
    equal(thread, status, "CapPrm", Grant.shown(grant.permitted()));
    equal(thread, status, "CapEff", Grant.shown(grant.permitted()));
    equal(thread, status, "CapBnd", Grant.shown(grant.bounding()));
    equal(thread, status, "CapAmb", Grant.shown(grant.ambient()));
    equal(thread, status, "NoNewPrivs", "1");
    equal(thread, status, "Seccomp", "2");
    equal(thread, status, "Seccomp_filters", "1");
    // The sentry takes the program's own umask off the modes that it asks the host for.
    equal(thread, status, "Umask", "0000");
    equal(thread, status, "TracerPid", "0");
  }

  private void checkNamespace(long thread, String file, JsonNode configured) {
    long inode = Namespaces.inode(task(thread, "ns/" + file));
    long own = Namespaces.inode("self", file);
    String path = configured == null ? "" : configured.path("path").asText();
    String what = "thread %d: namespace %s".formatted(thread, file);
    if (!path.isEmpty()) {
      posture.equal(what, inode, Namespaces.inode(Path.of(path)));
    } else if (configured != null || file.equals("mnt")) {
      posture.holds(what + " is the host's", inode != own);
    } else {
      posture.equal(what, inode, own);
    }
  }

  private void checkFiles(long thread) {
    String task = "task/" + thread + "/";
    posture.equal("thread " + thread + ": environ", sandbox.read(task + "environ"), "");
    posture.equal("thread " + thread + ": cwd", sandbox.link(task + "cwd"), "/");
    posture.equal("thread " + thread + ": root", sandbox.link(task + "root"), "/");
    posture.equal("thread " + thread + ": exe", sandbox.link(task + "exe"), "/jre/bin/java");
  }

  private void equal(long thread, ProcessStatus status, String field, String expected) {
    posture.equal("thread %d: %s".formatted(thread, field), status.field(field), expected);
  }

  private Path task(long thread, String name) {
    return sandbox.proc("task/" + thread).resolve(name);
  }

  private static String four(long id) {
    return String.join(" ", Collections.nCopies(4, Long.toString(id)));
  }
}
