package io.jwasm.sentry.net.names;

/** A file of a container about names, and how much of it is read. */
enum EtcFile {
  HOSTS("/etc/hosts", 4 << 20),
  NSSWITCH("/etc/nsswitch.conf", 64 << 10),
  RESOLV_CONF("/etc/resolv.conf", 64 << 10),
  SERVICES("/etc/services", 1 << 20);

  private final String path;
  private final int mostBytes;

  EtcFile(String path, int mostBytes) {
    this.path = path;
    this.mostBytes = mostBytes;
  }

  String path() {
    return path;
  }

  int mostBytes() {
    return mostBytes;
  }
}
