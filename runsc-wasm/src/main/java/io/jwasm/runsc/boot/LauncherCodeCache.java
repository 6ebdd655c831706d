package io.jwasm.runsc.boot;

import io.jwasm.runsc.control.FrameType;
import io.jwasm.runsc.control.LauncherChannel;
import io.jwasm.sentry.platform.CodeCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The host's code cache, reached through the launcher: the sandbox itself cannot read other
 * modules' code, and once its guest runs, it cannot write any.
 */
final class LauncherCodeCache implements CodeCache {
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
}
