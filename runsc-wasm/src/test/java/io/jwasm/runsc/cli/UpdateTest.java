package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import io.jwasm.runsc.container.StateDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Control groups of version 1 as plain directories, and a FIFO that nobody but the test reads. */
class UpdateTest {
  private static final String BEFORE = "268435456";

  @TempDir Path root;
  @TempDir Path groups;

  private StateDirectory states;
  private Path memory;
  private RandomAccessFile fifo;

  @BeforeEach
  void makeContainer() throws Exception {
    states = new StateDirectory(root);
    Process process = states.start("sleep", "600");
    memory = group("memory", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes");
    Path cpu = group("cpu", "cpu.shares");
    Path pids = group("pids");
    String paths = "\"cgroupPaths\":[\"%s\",\"%s\",\"%s\"]".formatted(cpu, memory, pids);
    long started = StateDirectory.startTime(process.pid());
    String state = StateDirectory.json("web1", process.pid(), started, "running", "");
    Path directory = states.put("web1", state.replace("\"cgroupPaths\":[]", paths));
    mark(directory, cpu);
    mark(directory, memory);
    mark(directory, pids);
    assertThat(states.start("mkfifo", directory.resolve("control").toString()).waitFor()).isZero();
    // Open for both, so that neither end waits for the other.
    fifo = new RandomAccessFile(directory.resolve("control").toFile(), "rw");
  }

  @AfterEach
  void close() throws IOException {
    fifo.close();
    states.close();
  }

  @Test
  void limitsAreWrittenAndTheSandboxIsTold() throws IOException {
    assertThat(update("--memory", "128M", "--cpu-share", "512", "web1"))
        .isEqualTo(new Call(0, "", ""));
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent("134217728");
    assertThat(memory.resolve("memory.memsw.limit_in_bytes")).hasContent(BEFORE);
    assertThat(groups.resolve("cpu/cpu.shares")).hasContent("512");
    assertThat(order()).isEqualTo(ByteBuffer.allocate(9).put((byte) 70).putLong(1 << 27).array());
  }

  @Test
  void noLimitIsOneToo() throws IOException {
    assertThat(update("web1", "--memory=-1", "--memory-swap=-1")).isEqualTo(new Call(0, "", ""));
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent("-1");
    assertThat(order()).isEqualTo(ByteBuffer.allocate(9).put((byte) 70).putLong(0).array());
  }

  @ParameterizedTest
  @CsvSource({"200, 264, 200", "-1, max, 0"})
  void theSandboxIsToldHowManyTasksThereMayBe(String limit, String written, long told)
      throws Exception {
    Path file = Files.writeString(groups.resolve("pids/pids.max"), BEFORE);
    assertThat(update("--pids-limit=" + limit, "web1")).isEqualTo(new Call(0, "", ""));
    assertThat(file).hasContent(written);
    assertThat(order()).isEqualTo(ByteBuffer.allocate(9).put((byte) 72).putLong(told).array());
  }

  @Test
  void resourcesComeFromAFile() throws IOException {
    Path file =
        Files.writeString(
            groups.resolve("r.json"), "{\"memory\":{\"limit\":67108864},\"cpu\":{\"shares\":2}}");
    assertThat(update("-r", file.toString(), "--memory", "1g", "web1"))
        .isEqualTo(new Call(0, "", ""));
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent("67108864");
    assertThat(groups.resolve("cpu/cpu.shares")).hasContent("2");
  }

  /** There is no such file as a limit of pids here. */
  @Test
  void whenOneIsRefusedTheOthersAreAsBefore() throws IOException {
    Call call = update("--memory", "128m", "--pids-limit", "9", "web1");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err())
        .isEqualTo(
            "jwasm: cannot set pids.max: the container has no control group that knows it\n");
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent(BEFORE);
    assertThat(fifo.getChannel().isOpen()).isTrue();
  }

  @Test
  void aGroupThatDoesNotBearTheMarkIsNotTheContainers() throws IOException {
    Files.setAttribute(memory, "user:jwasm", ByteBuffer.wrap(new byte[] {'1', ':', '2'}));
    assertThat(update("--memory", "128m", "web1").err()).contains("no control group");
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent(BEFORE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --memory 67108863 web1  | memory limit: found 67108863, a sandbox needs at least 67108864 (64m)
          --memory lots web1      | invalid value "lots" for flag -memory: write a number of bytes
          --memory -2 web1        | invalid value "-2" for flag -memory: write a number of bytes
          --memory 99999999999g web1 | invalid value "99999999999g" for flag -memory: it is too large
          --cpu-share 1.5 web1    | invalid value "1.5" for flag -cpu-share: write a number
          --resources /none web1  | cannot read the resources from /none
          --memory 128m web2      | container "web2" does not exist
          """)
  void whatCannotBeIsRefused(String arguments, String message) throws IOException {
    Call call = update(arguments.split(" "));
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err()).contains(message).hasLineCount(1);
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent(BEFORE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"memory":{"limit":"1"}}  | memory.limit
          {"memory":{"limit":1}     | ends too early
          [1]                       | object
          """)
  void resourcesThatAreNoneAreRefused(String json, String message) throws IOException {
    Path file = Files.writeString(groups.resolve("r.json"), json);
    Call call = update("--resources", file.toString(), "web1");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err()).startsWith("jwasm: " + file + ": ").contains(message).hasLineCount(1);
  }

  @Test
  void aSandboxThatIsGoneIsSaid() throws IOException {
    fifo.close();
    assertThat(update("--memory", "128m", "web1").err())
        .isEqualTo("jwasm: cannot reach the sandbox of container web1: nobody reads its orders\n");
  }

  private byte[] order() throws IOException {
    byte[] order = new byte[9];
    fifo.readFully(order);
    return order;
  }

  private Path group(String name, String... files) throws IOException {
    Path group = Files.createDirectory(groups.resolve(name)).toRealPath();
    for (String file : files) {
      Files.writeString(group.resolve(file), BEFORE);
    }
    return group;
  }

  private static void mark(Path directory, Path group) throws IOException {
    String mark =
        "%x:%x"
            .formatted(
                (Long) Files.getAttribute(directory, "unix:dev"),
                (Long) Files.getAttribute(directory, "unix:ino"));
    Files.setAttribute(
        group, "user:jwasm", ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
  }

  private Call update(String... arguments) {
    String[] words = new String[arguments.length + 3];
    words[0] = "--root";
    words[1] = root.toString();
    words[2] = "update";
    System.arraycopy(arguments, 0, words, 3, arguments.length);
    return Call.of(words);
  }
}
