package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Spec;
import io.jwasm.sentry.BootException;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Configurations of docker, podman and runc whose values are exchanged with extreme ones: all that
 * the sandbox makes of them before it boots is something, or {@link InvalidSpec}. Damage below the
 * level of values is in {@code SpecMutationTest}.
 */
@Tag("security")
final class ConfigMutationTest {
  private static final BootSettings FLAGS = SettingsTest.flags("", "", "");
  private static final boolean CAMPAIGN = Boolean.getBoolean("jwasm.campaign");
  private static final int ROUNDS =
      Integer.getInteger("jwasm.fuzz.rounds", CAMPAIGN ? 50_000 : 5_000);
  private static final long SEED = Long.getLong("jwasm.fuzz.seed", 20_261_122L);

  /**
   * Of a document of 8 KB with values of 64 KB, and of the classes of the first; a value is never a
   * length.
   */
  private static final long MOST_BYTES = 16 << 20;

  private static final Path DOCUMENTS = Path.of("../oci-spec/src/test/resources/io/jwasm/oci/spec");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?<=[:\\[,])\\s*+(\"(?:[^\"\\\\]|\\\\.)*+\"(?!\\s*+:)|-?[0-9][0-9.eE+-]*+|true|false)");

  private static final List<String> TEXTS =
      List.of(
          "",
          "/",
          "//",
          ".",
          "..",
          "/..",
          "../../a",
          "/a/../../b",
          "a",
          "/proc/self/fd/3",
          "\\u0000",
          "/a\\u0000b",
          "\\ud800",
          "\\u000a",
          "\\ud83d\\ude00",
          "rbind",
          "bind",
          "ro",
          "tmpcopyup",
          "size=18446744073709551616",
          "size=-1",
          "size=1e9",
          "mode=99999",
          "nr_inodes=0",
          "uid=4294967296",
          "tmpfs",
          "proc",
          "cgroup",
          "overlay",
          "CAP_CHOWN",
          "RLIMIT_NOFILE",
          "SIGTERM",
          "1.0.2",
          "=",
          "=/",
          ",,,",
          "a=/b,c=/d",
          "memory",
          "x".repeat(4096),
          "/a".repeat(5000),
          "x".repeat(65_536));

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "0.5",
          "1e3",
          "1e400",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967295",
          "4294967296",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "null",
          "[]",
          "{}");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  @Timeout(1200)
  void extremeValuesAreTakenOrInvalid() throws IOException {
    List<String> documents = documents();
    int valid = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      String mutant = documents.get(random.nextInt(documents.size()));
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        mutant = exchange(mutant, random);
      }
      valid += load(mutant.getBytes(StandardCharsets.UTF_8), round) ? 1 : 0;
    }
    // Documents that are all refused at once would show nothing of what comes behind the reader.
    assertThat(valid).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    System.out.printf(
        "figure: config.json values exchanged in process, seed %d: 0 exceptions in %d, %d valid (goal 0 in 50000)%n",
        SEED, ROUNDS, valid);
  }

  private static List<String> documents() throws IOException {
    List<String> documents = new ArrayList<>();
    for (String name : List.of("docker", "podman", "runc", "runc-rootless")) {
      String text = Files.readString(DOCUMENTS.resolve(name + ".json"));
      // Each in one more form, with this runtime's own annotations.
      documents.add(text);
      if (!text.contains("\"annotations\"")) {
        documents.add(
            text.replaceFirst(
                "\\{",
                "{\"annotations\":{\"io.jwasm.preopens\":\"a=/b\",\"io.jwasm.overlay\":\"none\",\"io.jwasm.module\":\"m\",\"io.jwasm.network\":\"host\",\"io.jwasm.net.allow\":\"in:*:80,b.c\",\"io.jwasm.net.listen\":\"tcp:80\"},"));
      }
    }
    return documents;
  }

  /** Replaces one value with another that most often has the same type. */
  private static String exchange(String document, SplittableRandom random) {
    List<int[]> places = new ArrayList<>();
    for (Matcher value = VALUE.matcher(document); value.find(); ) {
      places.add(new int[] {value.start(1), value.end(1)});
    }
    int[] place = places.get(random.nextInt(places.size()));
    boolean isText = document.charAt(place[0]) == '"' ^ random.nextInt(16) == 0;
    String other =
        isText
            ? "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\""
            : NUMBERS.get(random.nextInt(NUMBERS.size()));
    return document.substring(0, place[0]) + other + document.substring(place[1]);
  }

  /** Returns whether the sandbox would boot with it. */
  private boolean load(byte[] mutant, int round) {
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      Spec spec = Loader.read(mutant);
      List<String> stdio = List.of("pipe", "file", "tty");
      StdioConfig terminal = Loader.terminal(spec.process(), stdio);
      MemoryBudget budget = MemoryBudget.of(spec.annotations(), 1 << 30, 16 << 20);
      long memoryBytes = budget.bytes(spec.linux().resources());
      assertThat(memoryBytes).isBetween(0L, 1L << 40);
      NetworkSettings.of(Settings.of(FLAGS, spec.annotations(), spec.process().env()));
      MountLoader.load(spec, "none", memoryBytes, terminal);
      Loader.process(spec, stdio);
      Loader.pids(spec.linux());
      return true;
    } catch (InvalidSpec e) {
      assertThat(e.violations()).isNotEmpty();
      assertThat(e.getMessage()).hasSizeLessThan(100_000).doesNotContain("\n");
      return false;
    } catch (BootException e) {
      assertThat(e.getMessage()).hasSizeLessThan(1_000).doesNotContain("\n");
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("jwasm.fuzz.seed=" + SEED + ", round " + round, e);
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }
  }
}
