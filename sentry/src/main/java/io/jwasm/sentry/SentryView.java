package io.jwasm.sentry;

import io.jwasm.sentry.fs.proc.ProcessView;
import io.jwasm.sentry.fs.proc.SystemView;
import io.jwasm.sentry.kernel.ProcessTable;
import io.jwasm.sentry.vfs.MountNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A sentry as procfs shows it. */
final class SentryView implements SystemView {
  private static final int ID_BYTES = 16;

  private final SentryConfig config;
  private final ProcessTable processes;
  private final long bootNanos;

  /** Set once, before the first program. */
  private MountNamespace namespace;

  private byte[] bootId;

  SentryView(SentryConfig config, ProcessTable processes) {
    this.config = config;
    this.processes = processes;
    this.bootNanos = config.clock().monotonicNanos();
  }

  void setNamespace(MountNamespace newNamespace) {
    namespace = newNamespace;
  }

  @Override
  public String hostname() {
    return config.hostname();
  }

  @Override
  public String domainname() {
    return config.domainname();
  }

  @Override
  public long uptimeNanos() {
    return config.clock().monotonicNanos() - bootNanos;
  }

  @Override
  public long realtimeNanos() {
    return config.clock().realtimeNanos();
  }

  @Override
  public long memoryTotalBytes() {
    return Math.min(config.memoryBytes(), config.pages().limit().maxBytes());
  }

  @Override
  public long memoryUsedBytes() {
    return config.pages().committedBytes();
  }

  @Override
  public int nextPid(int pid) {
    return processes.next(pid);
  }

  @Override
  public ProcessView process(int pid) {
    ProcessTable.Entry entry = processes.get(pid);
    return entry == null ? null : new ThreadGroupView(entry, bootNanos, memoryUsedBytes());
  }

  @Override
  public List<MountNamespace.Entry> mounts() {
    return namespace.entries();
  }

  @Override
  public synchronized byte[] bootId() {
    if (bootId == null) {
      bootId = randomId();
    }
    return bootId.clone();
  }

  @Override
  public byte[] randomId() {
    byte[] id = new byte[ID_BYTES];
    try {
      config.random().fill(ByteBuffer.wrap(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // without randomness a sandbox must not go on
    }
    return id;
  }
}
