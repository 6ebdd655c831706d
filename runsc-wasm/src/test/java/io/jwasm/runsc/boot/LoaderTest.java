package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.oci.spec.DefaultSpec;
import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Spec;
import io.jwasm.sentry.Preopen;
import io.jwasm.sentry.ProcessSpec;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.vfs.FileType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderTest {
  private static final List<String> PIPES = List.of("pipe", "pipe", "pipe");

  /** The launcher counts every element: one that Java passed over would shift the places. */
  @Test
  void mountThatIsNullIsRefused() {
    assertThatThrownBy(() -> spec("'mounts': [null, {'destination': '/a', 'type': 'bind'}]"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageStartingWith("mounts[0]: ");
  }

  @Test
  void processIsThatOfTheConfig() throws InvalidSpec {
    ProcessSpec process = process("'user': {'uid': 4294967294, 'gid': 7}", PIPES);
    assertThat(process.args()).containsExactly("/hello.wasm", "-v");
    assertThat(process.env()).containsExactly("A=1");
    assertThat(process.cwd()).isEqualTo("/work");
    assertThat(process.user().uid()).isEqualTo(-2);
    assertThat(process.user().gid()).isEqualTo(7);
    assertThat(process.user().groups()).isEmpty();
    assertThat(process.user().umask()).isEqualTo(0022);
    assertThat(process.preopens()).isNull();
    assertThat(process.modulePlace()).isNull();
  }

  @Test
  void groupsAndUmaskAreThoseOfTheUser() throws InvalidSpec {
    ProcessSpec process =
        process(
            "'user': {'uid': 1, 'gid': 2, 'additionalGids': [3, 4294967294], 'umask': 7}", PIPES);
    assertThat(process.user().groups()).containsExactly(3, -2);
    assertThat(process.user().umask()).isEqualTo(7);
  }

  @Test
  void annotationsSayWhatIsOpenAndWhereTheModuleIs() throws InvalidSpec {
    Spec spec =
        spec("'annotations': {'io.jwasm.preopens': 'd=/data', 'io.jwasm.module': '/a.wasm'}");
    ProcessSpec process = Loader.process(spec, PIPES);
    assertThat(process.preopens()).containsExactly(new Preopen("d", "/data"));
    assertThat(process.modulePlace()).isEqualTo("/fs/module");
  }

  @Test
  void terminalIsTheFirstStream() throws InvalidSpec {
    List<String> tty = List.of("tty", "tty", "tty");
    assertThat(Loader.terminal(read("'mounts': []", "'terminal': true").process(), tty))
        .isEqualTo(new StdioConfig(3, FileType.CHARACTER_DEVICE));
    // A terminal that the caller happens to have is not the container's.
    assertThat(Loader.terminal(spec("'mounts': []").process(), tty))
        .isEqualTo(StdioConfig.absent());
  }

  @ParameterizedTest
  @CsvSource({
    "tty, CHARACTER_DEVICE",
    "device, BLOCK_DEVICE",
    "file, REGULAR",
    "pipe, FIFO",
    "socket, SOCKET"
  })
  void streamsAreTheInheritedDescriptors(String kind, FileType type) throws InvalidSpec {
    ProcessSpec process = process("'terminal': false", List.of(kind, kind, kind));
    assertThat(process.stdin()).isEqualTo(new StdioConfig(3, type));
    assertThat(process.stdout()).isEqualTo(new StdioConfig(4, type));
    assertThat(process.stderr()).isEqualTo(new StdioConfig(5, type));
  }

  @Test
  void streamThatCannotBeReadAsOneIsAbsent() throws InvalidSpec {
    ProcessSpec process = process("'terminal': false", List.of("closed", "directory", "pipe"));
    assertThat(process.stdin()).isEqualTo(StdioConfig.absent());
    assertThat(process.stdout()).isEqualTo(StdioConfig.absent());
  }

  @ParameterizedTest
  @CsvSource({
    "RLIMIT_NOFILE, 0, 0",
    "RLIMIT_NOFILE, 64, 64",
    "RLIMIT_NOFILE, 1048576, 1048576",
    "RLIMIT_NOFILE, 1048577, 1048576",
    "RLIMIT_NOFILE, 4294967296, 1048576",
    "RLIMIT_NOFILE, 9223372036854775808, 1048576",
    "RLIMIT_NOFILE, 18446744073709551615, 1048576",
    "RLIMIT_CORE, 5, 1024"
  })
  void descriptorsAreLimitedByTheRlimitUpToAnArrayOfThem(String type, String soft, int maxFds)
      throws InvalidSpec {
    String rlimits = "'rlimits': [{'type': '%s', 'soft': %s, 'hard': 18446744073709551615}]";
    assertThat(process(rlimits.formatted(type, soft), PIPES).maxFds()).isEqualTo(maxFds);
  }

  @Test
  void defaultConfigIsLoaded() throws InvalidSpec {
    Spec spec = Loader.read(DefaultSpec.rootful());
    assertThat(Loader.process(spec, PIPES).maxFds()).isEqualTo(1024);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | 1024",
        "{'pids': {'limit': 0}} | 1024",
        "{'pids': {'limit': 1}} | 1",
        "{'pids': {'limit': 2048}} | 2048",
        "{'pids': {'limit': -1}} | 8192",
        "{'pids': {'limit': 4194304}} | 8192"
      })
  void tasksAreAsManyAsThePidsLimitSays(String resources, int tasks) throws InvalidSpec {
    Spec spec = spec("'linux': {'resources': " + resources + "}");
    assertThat(Loader.pids(spec.linux()).max()).isEqualTo(tasks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | 64",
        "{'memory': {}} | 64",
        "{'memory': {'limit': -1}} | 64",
        "{'memory': {'limit': 0}} | 64",
        "{'memory': {'limit': 67108864}} | 8",
        "{'memory': {'limit': 536870912}} | 64",
        "{'memory': {'limit': 9223372036854775807}} | 64",
        "{'memory': {'limit': 1}} | 1"
      })
  void theStackIsAnEighthOfTheMemoryLimit(String resources, int mebibytes) throws InvalidSpec {
    Spec spec = spec("'linux': {'resources': " + resources + "}");
    assertThat(Loader.process(spec, PIPES).stackBytes()).isEqualTo((long) mebibytes << 20);
  }

  @Test
  void theStackThatAnAnnotationNamesIsThat() throws InvalidSpec {
    Spec spec =
        spec(
            "'annotations': {'io.jwasm.limit.guest-stack': '32m'},"
                + " 'linux': {'resources': {'memory': {'limit': 67108864}}}");
    assertThat(Loader.process(spec, PIPES).stackBytes()).isEqualTo(32 << 20);
  }

  @Test
  void withoutResourcesThereAreAThousandTasks() throws InvalidSpec {
    assertThat(Loader.pids(spec("'linux': {}").linux()).max()).isEqualTo(1024);
  }

  @Test
  void invalidConfigIsRefusedWithAllThatIsWrong() {
    assertThatThrownBy(() -> Loader.read(json("{'ociVersion': '2.0.0', 'hostname': 'h'}")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("ociVersion: ")
        .hasMessageContaining("; root: ")
        .hasMessageContaining("; process: ")
        .hasMessageContaining("; hostname: ");
  }

  private static ProcessSpec process(String member, List<String> stdio) throws InvalidSpec {
    return Loader.process(read("'mounts': []", member), stdio);
  }

  private static Spec spec(String member) throws InvalidSpec {
    return read(member, "'terminal': false");
  }

  private static Spec read(String member, String processMember) throws InvalidSpec {
    return Loader.read(
        json(
            "{'ociVersion': '1.2.0', 'root': {'path': 'rootfs'}, "
                + member
                + ", 'process': {'cwd': '/work', 'args': ['/hello.wasm', '-v'], 'env': ['A=1', 'JWASM_NETWORK=none'], "
                + processMember
                + "}}"));
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
