package io.jwasm.runsc.boot;

import io.jwasm.runsc.control.FrameType;
import io.jwasm.runsc.control.LauncherChannel;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.mm.StartState;
import io.jwasm.sentry.platform.CodeCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The host's code cache, reached through the launcher: the sandbox itself cannot read other
 * modules' code, and once its guest runs, it cannot write any.
 */
final class LauncherCodeCache implements CodeCache {
  /** Where the pages of a start state begin, as in {@code start.h}. */
  private static final long FILE_OFFSET = 4096;

  private final LauncherChannel launcher;

  LauncherCodeCache(LauncherChannel launcher) {
    this.launcher = launcher;
  }

  @Override
  public byte[] get(String key) {
    try {
      launcher.send(FrameType.CACHE_GET, key);
      byte[] code = launcher.answer();
      return code.length == 0 ? null : code;
    } catch (IOException e) {
      throw new LauncherGone(e);
    }
  }

  @Override
  public void put(String key, byte[] code) {
    byte[] name = (key + '\0').getBytes(StandardCharsets.UTF_8);
    if (code.length > LauncherChannel.MAX_PAYLOAD_BYTES - name.length) {
      return;
    }
    byte[] payload = new byte[name.length + code.length];
    System.arraycopy(name, 0, payload, 0, name.length);
    System.arraycopy(code, 0, payload, name.length, code.length);
    try {
      launcher.send(FrameType.CACHE_PUT, payload);
      launcher.answer();
    } catch (IOException e) {
      throw new LauncherGone(e);
    }
  }

  @Override
  public StartState start(String key) {
    try {
      launcher.send(FrameType.START_GET, key);
      return startState();
    } catch (IOException e) {
      throw new LauncherGone(e);
    }
  }

  @Override
  public StartState putStart(String key, int address, ByteBuffer pages) {
    byte[] name = (key + '\0').getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = ByteBuffer.allocate(name.length + Long.BYTES).put(name).putLong(address);
    try {
      launcher.send(FrameType.START_PUT, head.array(), pages.duplicate());
      return startState();
    } catch (IOException e) {
      throw new LauncherGone(e);
    }
  }

  /** Its file is the launcher's own, which no sandbox can write and nobody makes shorter. */
  private StartState startState() throws IOException {
    ByteBuffer numbers = ByteBuffer.wrap(launcher.answer());
    if (numbers.remaining() != 2 * Long.BYTES) {
      return null;
    }
    int fd = HostKernel.receive(Descriptors.CONTROL);
    return StartState.inFile(fd, FILE_OFFSET, numbers.getLong(), numbers.getLong());
  }
}
