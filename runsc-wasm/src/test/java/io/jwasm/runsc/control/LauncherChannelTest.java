package io.jwasm.runsc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LauncherChannelTest {
  @Test
  void frameIsLengthTypeAndPayload() throws IOException {
    assertThat(sent(launcher -> launcher.send(FrameType.CGROUP, "pids", "pids.max", "é")))
        .isEqualTo("\0\0\0\20wpids\0pids.max\0é".getBytes(StandardCharsets.UTF_8));
    assertThat(sent(launcher -> launcher.send(FrameType.READY))).isEqualTo(bytes("\0\0\0\0r"));
  }

  @Test
  void frameIsReadBack() throws IOException {
    LauncherChannel launcher = receiving("\0\0\0\3fbad\0\0\0\0d");
    Frame frame = launcher.read();
    assertThat(frame.type()).isEqualTo(FrameType.FAILED);
    assertThat(frame.payload()).isEqualTo(bytes("bad"));
    assertThat(launcher.answer()).isEmpty();
  }

  /** A pipe holds 64 KiB: both ends have to go on where it was full or empty. */
  @Test
  void frameLargerThanAPipeComesThrough() throws Exception {
    byte[] code = new byte[1_000_003];
    for (int i = 0; i < code.length; i++) {
      code[i] = (byte) (i * 31);
    }
    Pipe pipe = Pipe.open();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> written =
          executor.submit(
              () -> {
                new LauncherChannel(pipe.source(), pipe.sink()).send(FrameType.DONE, code);
                return null;
              });
      assertThat(new LauncherChannel(pipe.source(), pipe.sink()).answer()).isEqualTo(code);
      written.get();
    }
  }

  @Test
  void endOfTheLauncherIsNoticedAnywhereInAFrame() {
    String frame = "\0\0\0\2bxy";
    for (int length = 0; length < frame.length(); length++) {
      LauncherChannel launcher = receiving(frame.substring(0, length));
      assertThatThrownBy(launcher::read).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void malformedFrameIsRefusedBeforeItsPayloadIsAllocated() {
    assertMalformed("\0\0\0\0x");
    assertMalformed("\377\377\377\377d");
    assertMalformed("\20\0\0\1d");
  }

  @Test
  void answerMustBeDone() {
    LauncherChannel launcher = receiving("\0\0\0\0g");
    assertThatThrownBy(launcher::answer).hasMessage("the launcher answered GO");
  }

  private static void assertMalformed(String received) {
    LauncherChannel launcher = receiving(received);
    assertThatThrownBy(launcher::read).hasMessage("malformed frame from the launcher");
  }

  private static LauncherChannel receiving(String text) {
    return new LauncherChannel(
        Channels.newChannel(new ByteArrayInputStream(bytes(text))),
        Channels.newChannel(OutputStream.nullOutputStream()));
  }

  private static byte[] sent(Sender sender) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sender.send(
        new LauncherChannel(
            Channels.newChannel(InputStream.nullInputStream()), Channels.newChannel(out)));
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private interface Sender {
    void send(LauncherChannel launcher) throws IOException;
  }
}
