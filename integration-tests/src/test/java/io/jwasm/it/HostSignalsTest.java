package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals that somebody on the host sends to the sandbox's process itself. */
@Tag("security")
final class HostSignalsTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @ParameterizedTest
  @CsvSource({
    "TERM, 143",
    "INT, 130",
    "HUP, 129",
    "USR1, 138",
    "ALRM, 142",
    "XCPU, 152",
    "PWR, 158",
    "KILL, 137"
  })
  @NotOnReference("a native program without handlers is immune as pid 1")
  void aSignalThatEndsAProgramEndsTheContainerAsTheProgramsOwn(String signal, int status) {
    String id = Scratch.newId();
    try (LiveProcess run = containers.running(containers.bundle("loop"), id).start()) {
      run.awaitOutput("ready\n");
      kill(signal, containers.pid(id));

      assertThat(run.join().exits(status).err()).isEmpty();
    }
  }

  /** For a JVM these mean: print all stacks, open a socket for whoever asks. */
  @Test
  @NotOnReference("it is about a JVM")
  void toolsForJavaFindNothing() throws Exception {
    String id = containers.ready(containers.bundle("sleep"));
    long pid = containers.pid(id);
    // The root of the sandbox is read-only: where a tool would leave its request is made up here.
    Path request = Files.createFile(Path.of("/tmp/.attach_pid" + pid));
    try {
      for (int i = 0; i < 20; i++) {
        kill("QUIT", pid);
      }
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                  Long.toString(pid),
                  "VM.version")
              .redirectErrorStream(true)
              .redirectOutput(Scratch.file("jcmd").toFile())
              .start();
      try {
        if (jcmd.waitFor(20, TimeUnit.SECONDS)) {
          assertThat(jcmd.exitValue()).isNotZero();
        }
      } finally {
        jcmd.destroyForcibly();
      }
      assertThat(containers.root().resolve(id).resolve("sandbox.log")).isEmptyFile();
      for (String signal : new String[] {"USR2", "WINCH", "CHLD", "URG", "CONT", "PIPE"}) {
        kill(signal, pid);
      }
    } finally {
      Files.delete(request);
    }

    assertThat(containers.status(id)).isEqualTo("running");
    assertThat(Path.of("/proc/%d/root/tmp".formatted(pid))).doesNotExist();
    assertThat(Path.of("/tmp/.java_pid" + pid)).doesNotExist();
    assertThat(sockets(pid)).as("sockets of the sandbox").isZero();
    containers.kill(id, "QUIT").ok();
    containers.awaitStatus(id, "stopped");
  }

  private static long sockets(long pid) throws IOException {
    String[] fds = Path.of("/proc/%d/fd".formatted(pid)).toFile().list();
    return Arrays.stream(fds)
        .filter(fd -> link(Path.of("/proc/%d/fd/%s".formatted(pid, fd))).startsWith("socket:"))
        .count();
  }

  private static String link(Path path) {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException _) {
      return "";
    }
  }

  private static void kill(String signal, long pid) {
    Command.of("kill", "-s", signal, pid).run().ok();
  }
}
