package io.jwasm.sentry.platform;

/**
 * Keeps compiled code between sandboxes. What is in it is executed: whoever implements it must see
 * to it that no guest can write it. Neither method fails; a cache that cannot be read is empty, one
 * that cannot be written forgets.
 */
public interface CodeCache {
  /** Returns what was stored under the key, or null. */
  byte[] get(String key);

  /** Stores code under a key. Keys are made of letters, digits, dots and dashes. */
  void put(String key, byte[] code);

  /** Returns a cache that forgets everything. */
  static CodeCache none() {
    return NoCodeCache.INSTANCE;
  }
}
