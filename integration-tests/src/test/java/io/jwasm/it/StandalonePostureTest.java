package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sandboxes of bundles have of the host, also of those callers that no engine is. */
final class StandalonePostureTest extends PostureContract {
  private static final String USUAL =
      """
      ["CAP_CHOWN","CAP_DAC_OVERRIDE","CAP_FSETID","CAP_FOWNER","CAP_MKNOD","CAP_NET_RAW","CAP_SETGID",
      "CAP_SETUID","CAP_SETFCAP","CAP_SETPCAP","CAP_NET_BIND_SERVICE","CAP_SYS_CHROOT","CAP_KILL"]
      """;
  private static final String ALL =
      """
      ["CAP_CHOWN","CAP_DAC_OVERRIDE","CAP_DAC_READ_SEARCH","CAP_FOWNER","CAP_FSETID","CAP_KILL","CAP_SETGID",
      "CAP_SETUID","CAP_SETPCAP","CAP_NET_BIND_SERVICE","CAP_NET_ADMIN","CAP_SYS_PTRACE","CAP_SYS_ADMIN","CAP_BPF"]
      """;

  @RegisterExtension final Containers containers = Containers.underTest();

  /** Whose end hangs the terminal up, which ends the program. */
  private LiveProcess console;

  @AfterEach
  void closeConsole() {
    if (console != null) {
      console.close();
    }
  }

  @Override
  long sleeping(String... options) {
    return started(containers.bundle("sleep"), options);
  }

  @Override
  long spinning(String... options) {
    Bundle bundle = containers.bundle("sleep").put("/threads.wasm", Guests.threaded("threads"));
    return started(bundle.args("/threads.wasm", "spin"), options);
  }

  @Test
  void inAUserNamespace() {
    Bundle bundle = containers.inUserNamespace("sleep");
    long pid = started(bundle.env("SECRET=of the guest"), "--oom-score-adj=500");
    inspect(pid);
    assertThat(ProcessStatus.of(pid).field("Uid")).startsWith("100000 ");
  }

  @Test
  void ofAnotherUserInAUserNamespace() {
    long pid = started(containers.inUserNamespace("sleep"), "--user=1234:2345", "--group-add=3456");
    inspect(pid);
    assertThat(ProcessStatus.of(pid).field("Uid")).startsWith("101234 ");
  }

  @Test
  void inACgroupNamespace() {
    Bundle bundle = containers.bundle("sleep").namespace("cgroup", "{\"type\":\"cgroup\"}");
    inspect(started(bundle));
  }

  @Test
  void inTheNamespaceOfAnother() {
    long first = started(containers.bundle("sleep"));
    Bundle bundle =
        containers
            .bundle("sleep")
            .namespace("ipc", "{\"type\":\"ipc\",\"path\":\"/proc/%d/ns/ipc\"}".formatted(first));
    inspect(started(bundle));
  }

  @Test
  void ofAnotherUserWithAmbientCapabilities() {
    Bundle bundle = containers.bundle("sleep");
    long pid = started(bundle, "--cap-ambient=ALL", "--user=1234:2345");
    inspect(pid);
    assertThat(capabilities(pid)).containsOnly("000000000000041f");
  }

  @Test
  void startedByAnOrdinaryUser() throws IOException {
    Path place = Files.createDirectory(Scratch.file("rootless"));
    Bundle bundle =
        containers
            .bundle("sleep")
            .namespace("user", "{\"type\":\"user\"}")
            .setLinux("uidMappings", "[{\"containerID\":0,\"hostID\":1000,\"size\":1}]")
            .setLinux("gidMappings", "[{\"containerID\":0,\"hostID\":1000,\"size\":1}]");
    Command.of("chown", "-R", "1000:1000", place, bundle.directory()).run().ok();
    List<Object> rootless = List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups");
    Command jwasm =
        Command.of(rootless, containers.runtime().binary(), "--root", place.resolve("state"));
    String id = Scratch.newId();
    List<String> words = jwasm.words();
    try {
      Outcome created = Command.of(words, "create", "--bundle", bundle.directory(), id).run().ok();
      Command.of(words, "start", id).run().ok();
      Eventually.until("ready", () -> created.out().contains("ready\n"));
      long pid = Command.of(words, "state", id).run().ok().json().path("pid").asLong();
      inspect(pid);
      assertThat(ProcessStatus.of(pid).field("Uid")).startsWith("1000 ");
    } finally {
      Command.of(words, "delete", "--force", id).run();
    }
  }

  private long started(Bundle bundle, String... options) {
    bundle.setProcess("capabilities", capabilitySets(USUAL, "[]"));
    bundle.setProcess("user", user(options));
    for (String option : options) {
      configure(bundle, option);
    }
    if (!List.of(options).contains("--tty")) {
      return containers.pid(containers.ready(bundle));
    }
    Path socket = Scratch.file("tty");
    console = Command.of(Guests.tool("console"), socket).pipedInput().start();
    Eventually.until("the console's socket", () -> Files.exists(socket));
    String id = Scratch.newId();
    containers
        .verb("create", "--console-socket", socket, "--bundle", bundle.directory(), id)
        .run()
        .ok();
    containers.start(id).ok();
    console.awaitOutput("ready");
    return containers.pid(id);
  }

  /** What docker makes of its option. */
  private static void configure(Bundle bundle, String option) {
    String[] words = option.split("=", 2);
    switch (words[0]) {
      case "--user", "--group-add" -> {}
      case "--cap-add" -> bundle.setProcess("capabilities", capabilitySets(ALL, "[]"));
      case "--cap-ambient" -> bundle.setProcess("capabilities", capabilitySets(ALL, ALL));
      case "--cap-drop" -> bundle.setProcess("capabilities", "{}");
      case "--read-only" -> bundle.set("root", "{\"path\":\"rootfs\",\"readonly\":true}");
      case "--volume" -> bundle.mount(volume(words[1].split(":", -1)));
      case "--tty" -> bundle.setProcess("terminal", "true");
      case "--oom-score-adj" -> bundle.setProcess("oomScoreAdj", words[1]);
      case "--ipc", "--uts", "--pid" -> bundle.withoutNamespace(words[0].substring(2));
      case "--ulimit" -> {
        String[] values = words[1].split("[=:]", -1);
        bundle.setProcess(
            "rlimits",
            "[{\"type\":\"RLIMIT_%s\",\"soft\":%s,\"hard\":%s}]"
                .formatted(
                    values[0].equals("core") ? "CORE" : "NOFILE",
                    values[1].replace("-1", "18446744073709551615"),
                    values[2].replace("-1", "18446744073709551615")));
      }
      default -> throw new AssertionError(option);
    }
  }

  private static String user(String... options) {
    String ids = "\"uid\":0,\"gid\":0";
    List<String> groups = new ArrayList<>();
    for (String option : options) {
      String[] words = option.split("[=:]", -1);
      switch (words[0]) {
        case "--user" -> ids = "\"uid\":%s,\"gid\":%s".formatted(words[1], words[2]);
        case "--group-add" -> groups.add(words[1]);
        default -> {}
      }
    }
    return "{%s,\"additionalGids\":%s}".formatted(ids, groups);
  }

  private static String capabilitySets(String granted, String ambient) {
    String inheritable = ambient.equals("[]") ? "[]" : granted;
    return "{\"bounding\":%1$s,\"effective\":%1$s,\"permitted\":%1$s,\"inheritable\":%2$s,\"ambient\":%3$s}"
        .formatted(granted, inheritable, ambient);
  }

  private static String volume(String... words) {
    return "{\"destination\":\"%s\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"rbind\",\"%s\"]}"
        .formatted(words[1], words[0], words.length > 2 ? words[2] : "rw");
  }
}
