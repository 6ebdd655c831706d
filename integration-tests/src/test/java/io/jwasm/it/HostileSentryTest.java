package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sentry that a guest has taken over: in a copy of the distribution, an agent in the sandbox's
 * Java tries on every thread what the second wall must not let it do ({@code c/tools/probe.c}).
 */
@Tag("security")
@NotOnReference("runc has no process between its guest and the host")
final class HostileSentryTest {
  private static final int SIGSYS_STATUS = 128 + 31;
  private static final Pattern VISITED = Pattern.compile("probe: thread (\\d+): (\\d+) attempts");
  private static final Pattern SUCCEEDED = Pattern.compile("probe: .*?(\\w+) succeeded");

  private static final ContainerRuntime PROBED = probed();

  @RegisterExtension final Containers containers = new Containers(PROBED);

  private static final String LOGGED = "of the operator\n";

  private final Path log = Scratch.newDirectory("probe").resolve("log");

  /** The file of {@code --log}, in which something stands before the sandbox begins. */
  private final Path operatorLog = operatorLog();

  @ParameterizedTest
  @CsvSource({"sleep, none", "threads, none", "sleep, sandbox", "sleep, host", "threads, host"})
  void nothingSucceedsOnAnyThreadButSocketsOfItsOwnNetwork(String guest, String network)
      throws IOException {
    Path mounted = Scratch.newDirectory("readonly");
    Files.writeString(mounted.resolve("file"), "of the host");
    Bundle bundle = guest.equals("sleep") ? containers.bundle("sleep") : spinning();
    bundle.mount(
        """
        {"destination": "/ro", "type": "bind", "source": "%s", "options": ["bind", "ro"]}
        """
            .formatted(mounted));
    String id = Scratch.newId();
    containers
        .verb(probe("all", "--network=" + network, "create", "--bundle", bundle.directory(), id))
        .run()
        .ok();
    containers.start(id).ok();
    long pid = containers.pid(id);
    Eventually.until(
        () -> "a visit to all of " + threads(pid) + ", so far " + visited(),
        Eventually.PATIENCE,
        () -> visited().containsAll(threads(pid)));

    List<String> succeeded = SUCCEEDED.matcher(text()).results().map(m -> m.group(1)).toList();
    List<String> successes =
        succeeded.stream().filter(each -> !allowed(network).contains(each)).toList();
    long attempts =
        VISITED.matcher(text()).results().mapToLong(each -> Long.parseLong(each.group(2))).sum();
    System.out.printf(
        "figure: successes of a hostile sentry, %s, network %s: %d of %d attempts on %d threads (goal 0)%n",
        guest, network, successes.size(), attempts, visited().size());
    assertThat(successes).isEmpty();
    assertThat(succeeded).containsAll(allowed(network));
    assertThat(attempts).isGreaterThan(60L * visited().size());
    assertThat(visited()).hasSizeGreaterThan(8);
    assertThat(mounted.resolve("file")).hasContent("of the host");
    assertThat(Files.readString(operatorLog)).startsWith(LOGGED);
  }

  @ParameterizedTest
  @MethodSource("deadly")
  void whatOnlyAnIntruderCallsEndsTheSandbox(String attempt) throws IOException {
    Bundle bundle = containers.bundle("sleep");
    Outcome outcome =
        containers.verb(probe(attempt, "run", "--bundle", bundle.directory(), "deadly")).run();

    assertThat(text()).doesNotContain(attempt + " returned").doesNotContain("succeeded");
    // The probe is quick: create may still be waiting, or start not have come.
    if (outcome.exit() != SIGSYS_STATUS) {
      assertThat(outcome.refused("jwasm: ").err())
          .containsAnyOf("container was created (signal 31)", "it is stopped, not created");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hide_descriptor", "hide_thread"})
  void aSandboxThatHidesIsFoundAndKilled(String attempt) throws IOException {
    Bundle bundle = containers.bundle("sleep");
    String id = Scratch.newId();
    containers.verb(probe(attempt, "create", "--bundle", bundle.directory(), id)).run().ok();
    long pid = containers.pid(id);
    // What the second thread says: there is nothing left to do for it.
    Eventually.until("a second thread", () -> text().contains(attempt + " returned -9"));
    assertThat(ProcessStatus.of(pid).field("State"))
        .matches(state -> state.startsWith("Z") == attempt.equals("hide_thread"));

    assertThat(containers.status(id)).isEqualTo("created");
    containers.kill(id, "KILL").ok();
    containers.awaitStatus(id, "stopped");
  }

  /** Without it the tests above would pass with a probe that does nothing. */
  @Test
  void theProbeFindsWhatIsNotConfined() throws IOException {
    ContainerRuntime open = probed();
    Files.write(home(open).resolve("image/seccomp/none"), allButPrctl());
    Path bundle = containers.bundle("sleep").directory();
    String id = Scratch.newId();
    Command.of(open.binary(), "--root", containers.root())
        .and(probe("all", "--network=none", "create", "--bundle", bundle, id))
        .run()
        .ok();
    containers.start(id).ok();
    Eventually.until("a success of the probe", this::found);

    assertThat(text())
        .contains("map_executable succeeded")
        .contains("truncate_the_log succeeded")
        .contains("truncate_the_log_by_a_long_number succeeded")
        .contains("punch_the_log succeeded")
        .contains("punch_the_log_by_a_long_number succeeded")
        .contains("overwrite_the_log succeeded")
        .contains("overwrite_the_log_by_a_long_number succeeded")
        .contains("allocate_in_the_sandbox_log succeeded");
    assertThat(Files.readString(operatorLog)).doesNotStartWith(LOGGED);
    // Without the filter, Landlock and the read-only image still hold.
    assertThat(text())
        .doesNotContain("write_the_image succeeded")
        .doesNotContain("read_the_host succeeded");
  }

  /** What a sandbox may do with sockets: make some. */
  private static Set<String> allowed(String network) {
    return network.equals("host") ? Set.of("socket_inet", "socket_inet6", "socket_unix") : Set.of();
  }

  private boolean found() {
    return text().contains("socket_inet succeeded");
  }

  /** {@code BPF_LD nr; JEQ prctl; RET ERRNO|EPERM; RET ALLOW}, in the byte order of the host. */
  private static byte[] allButPrctl() {
    long prctl = System.getProperty("os.arch").equals("aarch64") ? 167 : 157;
    ByteBuffer program = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    program.putShort((short) 0x20).put((byte) 0).put((byte) 0).putInt(0);
    program.putShort((short) 0x15).put((byte) 0).put((byte) 1).putInt((int) prctl);
    program.putShort((short) 0x06).put((byte) 0).put((byte) 0).putInt(0x00050001);
    program.putShort((short) 0x06).put((byte) 0).put((byte) 0).putInt(0x7fff0000);
    return program.array();
  }

  static Stream<String> deadly() throws IOException {
    String source = Files.readString(Path.of("src/test/c/tools/probe.c"));
    return Pattern.compile("ATTEMPT\\((kill_\\w+)").matcher(source).results().map(m -> m.group(1));
  }

  private Object[] probe(String attempt, Object... words) {
    List<Object> all = new ArrayList<>();
    all.add("--log=" + operatorLog);
    all.add("--debug-log=" + log);
    all.add("--sandbox-option=-agentpath:/probe.so=" + attempt);
    all.addAll(List.of(words));
    return all.toArray();
  }

  private static Path operatorLog() {
    try {
      return Files.writeString(Scratch.file("log"), LOGGED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bundle spinning() {
    Bundle bundle = Bundle.empty().put("/threads.wasm", Guests.threaded("threads"));
    return bundle.args("/threads.wasm", "spin");
  }

  /** The sandbox's threads, by the numbers that they have inside. */
  private static Set<String> threads(long pid) {
    Set<String> threads = new TreeSet<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        String status = Files.readString(task.resolve("status"));
        String numbers = status.lines().filter(l -> l.startsWith("NSpid:")).findFirst().orElse("");
        threads.add(numbers.substring(numbers.lastIndexOf('\t') + 1));
      }
    } catch (IOException e) {
      return Set.of("a thread that ended meanwhile");
    }
    return threads;
  }

  private Set<String> visited() {
    Set<String> visited = new TreeSet<>();
    VISITED.matcher(text()).results().forEach(each -> visited.add(each.group(1)));
    return visited;
  }

  private String text() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of the distribution under test with the probe in its image. */
  private static ContainerRuntime probed() {
    ContainerRuntime runtime = ContainerRuntime.underTest();
    Path copy = Scratch.newDirectory("probed");
    Command.of("cp", "-a", home(runtime) + "/.", copy).run().ok();
    try {
      Files.copy(
          Guests.library("probe"),
          copy.resolve("image/probe.so"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return runtime.at(copy.resolve("bin/jwasm"));
  }

  private static Path home(ContainerRuntime runtime) {
    return runtime.binary().getParent().getParent();
  }
}
