package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The launcher and the sandbox killed at any moment: {@code state} tells within a second that the
 * container is no more, or knows nothing of it, and {@code delete --force} leaves nothing. All
 * system calls with {@code -Djwasm.campaign=true}, a sample without.
 */
@Tag("security")
@NotOnReference("what others do when they are killed is theirs")
final class KillMatrixTest {
  private static final boolean CAMPAIGN = Boolean.getBoolean("jwasm.campaign");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void createKilledAtEverySystemCall() throws IOException {
    Bundle bundle = bundleWithHooks();
    String traced = Scratch.newId();
    List<SystemCallTrace> calls = SystemCallTrace.of(create(bundle, traced));
    containers.verb("delete", "--force", traced).run().ok();
    List<SystemCallTrace> chosen = SystemCallTrace.sample(calls, CAMPAIGN ? 1 : 9);

    int killed = 0;
    for (SystemCallTrace call : chosen) {
      String id = Scratch.newId();
      killed += call.killing(create(bundle, id)).run().exit() == 137 ? 1 : 0;
      assertCleared(id, call);
    }
    // How often it waits is not the same every time.
    assertThat(killed).isGreaterThan(chosen.size() * 9 / 10);
    report("create killed at system calls of the launcher", killed, calls.size());
  }

  /** The launcher's child before exec, and every thread of the JVM after it. */
  @Test
  void sandboxesKilledAtEverySystemCallOfTheirStart() throws IOException {
    Bundle bundle = bundleWithHooks();
    List<SystemCallTrace> calls = callsOfSandbox(bundle);
    List<SystemCallTrace> chosen = SystemCallTrace.sample(calls, CAMPAIGN ? 1 : 29);
    int hit = 0;
    for (SystemCallTrace call : chosen) {
      String id = Scratch.newId();
      try (LiveProcess create = call.killingAny(create(bundle, id)).start()) {
        // Where nobody got to that call the container is there, and strace with it.
        Eventually.until("an end of create at " + call, () -> !create.isAlive() || isCreated(id));
        if (create.isAlive()) {
          containers.verb("delete", "--force", id).run().ok();
        }
        hit += create.join().exit() == 0 ? 0 : 1;
      }
      assertCleared(id, call);
    }
    // Which thread of a JVM does what how often is not the same every time.
    assertThat(hit).isGreaterThan(chosen.size() / 2);
    report("create killed at system calls of the sandbox", hit, calls.size());
  }

  @Test
  void otherVerbsKilledAtEverySystemCall() throws IOException {
    Bundle bundle = containers.bundle("sleep");
    int tried = 0;
    int killed = 0;
    int all = 0;
    for (String verb : List.of("start", "kill", "delete")) {
      List<SystemCallTrace> calls = SystemCallTrace.of(prepared(verb, bundle, Scratch.newId()));
      containers.stateDirectories().forEach(id -> containers.verb("delete", "-f", id).run().ok());
      List<SystemCallTrace> chosen = SystemCallTrace.sample(calls, CAMPAIGN ? 1 : 11);
      for (SystemCallTrace call : chosen) {
        String id = Scratch.newId();
        killed += call.killing(prepared(verb, bundle, id)).run().exit() == 137 ? 1 : 0;
        Outcome state = containers.verb("state", id).run();
        assertThat(state.exit() == 0 || state.err().contains(id)).as("%s", state).isTrue();
        containers.verb("delete", "--force", id).run().ok();
        assertNothingOf(id, verb + " at " + call);
      }
      tried += chosen.size();
      all += calls.size();
    }
    assertThat(killed).isGreaterThan(tried * 9 / 10);
    report("start, kill, delete killed at system calls", killed, all);
  }

  @Test
  void runningSandboxesKilledAtRandomTimes() {
    int count = CAMPAIGN ? 500 : 25;
    Random random = new Random(20261121);
    Bundle bundle = containers.bundle("sleep");
    long slowest = 0;
    for (int i = 0; i < count; i++) {
      String id = Scratch.newId();
      try (LiveProcess run =
          containers.verb("run", "--keep", "--bundle", bundle.directory(), id).start()) {
        Eventually.until("a start of " + id, () -> isRunning(id));
        long pid = containers.pid(id);
        LockSupport.parkNanos(random.nextLong(20_000_000));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        long begin = System.nanoTime();
        containers.awaitStatus(id, "stopped");
        slowest = Math.max(slowest, System.nanoTime() - begin);
        assertThat(run.join().exit()).as("exit status of run %d", i).isEqualTo(137);
      }
      containers.delete(id).ok();
    }
    assertThat(slowest).isLessThan(SECOND.toNanos());
    System.out.printf(
        "figure: sandboxes killed at random times, stopped after at most: %d of %d, %d ms (goal"
            + " 1000 ms, exit 137)%n",
        count, count, slowest / 1_000_000);
  }

  @Test
  void startAndKillInParallel() throws Exception {
    int each = CAMPAIGN ? 125 : 3;
    Bundle bundle = containers.bundle("sleep");
    int failures = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Callable<Integer> work = () -> startAndKill(bundle, each);
        results.add(pool.submit(work));
      }
      for (Future<Integer> result : results) {
        failures += result.get();
      }
    }
    assertThat(failures).isZero();
    containers.assertNothingLeft();
    System.out.printf(
        "figure: start and kill, 8 in parallel, failures: %d of %d (goal 0)%n", failures, 8 * each);
  }

  @Test
  void runsLeaveNoDescriptorsOrGroups() throws IOException {
    int count = CAMPAIGN ? 1000 : 25;
    Bundle bundle = containers.bundle("hello");
    containers.run(bundle).ok();
    long before = openFiles();
    for (int i = 0; i < count; i++) {
      containers.run(bundle).ok();
    }
    long grown = openFiles() - before;
    // One that was left per run would be as many as runs; others on the machine open some too.
    assertThat(grown).isLessThan(Math.max(count, 1000));
    assertThat(HostTraces.cgroups(Scratch.marker())).isEmpty();
    System.out.printf(
        "figure: groups left by %d runs, growth of the host's open files: 0, %d (goal 0, below %d)%n",
        count, grown, Math.max(count, 1000));
  }

  private List<SystemCallTrace> callsOfSandbox(Bundle bundle) throws IOException {
    String id = Scratch.newId();
    Path trace = Scratch.file("trace");
    try (LiveProcess create = SystemCallTrace.tree(create(bundle, id), trace).start()) {
      Eventually.until("a traced container", () -> !create.isAlive() || isCreated(id));
      containers.verb("delete", "--force", id).run().ok();
      create.join().ok();
    }
    return SystemCallTrace.ofDescendants(trace);
  }

  private Command create(Bundle bundle, String id) {
    return containers.verb("create", "--bundle", bundle.directory(), id);
  }

  /** The verb's command line on a container that is in the right state for it. */
  private Command prepared(String verb, Bundle bundle, String id) {
    containers.create(bundle, id).ok();
    if (verb.equals("delete")) {
      containers.kill(id, "KILL").ok();
      containers.awaitStatus(id, "stopped");
    }
    return verb.equals("kill") ? containers.verb(verb, id, "KILL") : containers.verb(verb, id);
  }

  private int startAndKill(Bundle bundle, int count) {
    int failures = 0;
    for (int i = 0; i < count; i++) {
      String id = Scratch.newId();
      boolean good =
          containers.create(bundle, id).exit() == 0
              && containers.start(id).exit() == 0
              && containers.kill(id, "KILL").exit() == 0;
      if (good) {
        containers.awaitStatus(id, "stopped");
      }
      good &= containers.delete(id).exit() == 0;
      failures += good ? 0 : 1;
    }
    return failures;
  }

  private Bundle bundleWithHooks() {
    String hook = "[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\": %s; sleep 0.01\"]}]";
    String text = hook.formatted(Scratch.marker());
    return containers
        .bundle("sleep")
        .set(
            "hooks",
            "{\"prestart\":%1$s,\"createRuntime\":%1$s,\"createContainer\":%1$s}".formatted(text));
  }

  private boolean isCreated(String id) {
    Outcome state = containers.verb("state", id).run();
    return state.exit() == 0 && state.json().path("status").asText().equals("created");
  }

  private boolean isRunning(String id) {
    Outcome state = containers.verb("state", id).run();
    return state.exit() == 0 && state.json().path("status").asText().equals("running");
  }

  /** The creator was killed: nothing lives, and nothing is left after a forced delete. */
  private void assertCleared(String id, SystemCallTrace call) throws IOException {
    Eventually.until(
        () -> "container of a create killed at " + call + " to be stopped",
        SECOND,
        () -> {
          Outcome state = containers.verb("state", id).run();
          // Killed where nothing was left to do, it has created a container.
          return state.exit() != 0
              || List.of("stopped", "created").contains(state.json().path("status").asText());
        });
    containers.verb("delete", "--force", id).run().ok();
    assertNothingOf(id, "create at " + call);
  }

  private void assertNothingOf(String id, String what) throws IOException {
    assertThat(containers.root().resolve(id)).as(what).doesNotExist();
    Eventually.until(
        () -> "nothing left of " + what + ": " + HostTraces.of(id) + holders(),
        SECOND,
        () ->
            HostTraces.mountPoints(id).isEmpty()
                && HostTraces.cgroups(id).isEmpty()
                && HostTraces.processes(Scratch.marker()).isEmpty()
                && holders().isEmpty());
  }

  /** Processes that have something of the state directory open: sandboxes, in whatever group. */
  private List<String> holders() {
    List<String> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .forEach(
            process -> {
              try (DirectoryStream<Path> fds =
                  Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
                for (Path fd : fds) {
                  if (Files.readSymbolicLink(fd).toString().contains(containers.root() + "/")) {
                    found.add(process.pid() + " has " + Files.readSymbolicLink(fd));
                  }
                }
              } catch (IOException | RuntimeException _) {
                // It has ended meanwhile.
              }
            });
    return found;
  }

  private static long openFiles() throws IOException {
    // Not readString: such a file gives nothing to a second read.
    String line = Files.readAllLines(Path.of("/proc/sys/fs/file-nr")).getFirst();
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  private static void report(String what, int tried, int all) {
    System.out.printf(
        "figure: %s, leftovers after delete --force: 0 of %d killed, at %d calls (goal 0)%n",
        what, tried, all);
  }
}
