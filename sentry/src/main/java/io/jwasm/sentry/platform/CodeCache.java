package io.jwasm.sentry.platform;

import io.jwasm.sentry.mm.StartState;
import java.nio.ByteBuffer;

/**
 * Keeps what was made of modules between sandboxes: compiled code, and the memory that they begin
 * with. What is in it is executed: whoever implements it must see to it that no guest can write it.
 * No method fails; a cache that cannot be read is empty, one that cannot be written forgets.
 */
public interface CodeCache {
  /** Returns what was stored under the key, or null. */
  byte[] get(String key);

  /** Stores code under a key. Keys are made of letters, digits, dots and dashes. */
  void put(String key, byte[] code);

  /**
   * Returns what the memories of a module begin with, if that was stored, or null.
   *
   * @param key of the module alone: it does not depend on how its code is executed
   */
  default StartState start(String key) {
    return null;
  }

  /**
   * Stores what the memories of a module begin with, and returns it as {@link #start} will from now
   * on, or null when it is not kept.
   *
   * @param address of the pages in a memory
   * @param pages a direct buffer, all of it
   */
  default StartState putStart(String key, int address, ByteBuffer pages) {
    return null;
  }

  /** Returns a cache that forgets everything. */
  static CodeCache none() {
    return NoCodeCache.INSTANCE;
  }
}
