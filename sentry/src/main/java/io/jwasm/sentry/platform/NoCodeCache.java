package io.jwasm.sentry.platform;

/** Keeps nothing. */
final class NoCodeCache implements CodeCache {
  static final NoCodeCache INSTANCE = new NoCodeCache();

  private NoCodeCache() {}

  @Override
  public byte[] get(String key) {
    return null;
  }

  @Override
  public void put(String key, byte[] code) {}
}
