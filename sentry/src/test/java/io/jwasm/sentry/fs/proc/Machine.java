package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.fs.stdio.Stdio;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.MountNamespace;
import java.util.List;

/** A kernel with the processes 1 and 5, which have descriptors 0 and 3 of a stream. */
final class Machine implements SystemView {
  private static final long SECOND = 1_000_000_000L;

  private final FileDescription stream = Stdio.output(StdioConfig.absent());
  private MountNamespace namespace;

  void setNamespace(MountNamespace newNamespace) {
    namespace = newNamespace;
  }

  FileDescription stream() {
    return stream;
  }

  @Override
  public String hostname() {
    return "box";
  }

  @Override
  public String domainname() {
    return "(none)";
  }

  @Override
  public long uptimeNanos() {
    return 12 * SECOND + 50_000_000L;
  }

  @Override
  public long realtimeNanos() {
    return 1_000 * SECOND;
  }

  @Override
  public long memoryTotalBytes() {
    return 64 << 20;
  }

  @Override
  public long memoryUsedBytes() {
    return 1 << 20;
  }

  @Override
  public int nextPid(int pid) {
    return pid <= 1 ? 1 : pid <= 5 ? 5 : -1;
  }

  @Override
  public ProcessView process(int pid) {
    return pid == 1 || pid == 5 ? new Process(pid, stream) : null;
  }

  @Override
  public List<MountNamespace.Entry> mounts() {
    return namespace.entries();
  }

  @Override
  public byte[] bootId() {
    return new byte[16];
  }

  @Override
  public byte[] randomId() {
    byte[] id = new byte[16];
    java.util.Arrays.fill(id, (byte) 0xff);
    return id;
  }

  @SuppressWarnings("JavaLangClash")
  private record Process(int pid, FileDescription stream) implements ProcessView {
    @Override
    public List<String> args() {
      return List.of("/bin/a-program-with-a-name.wasm", "", "b c");
    }

    @Override
    public List<String> env() {
      return List.of("A=1", "B=");
    }

    @Override
    public String cwd() {
      return "/work";
    }

    @Override
    public int uid() {
      return 1000;
    }

    @Override
    public int gid() {
      return -2;
    }

    @Override
    public int[] groups() {
      return new int[] {4, 5};
    }

    @Override
    public int umask() {
      return 0027;
    }

    @Override
    public int threads() {
      return 3;
    }

    @Override
    public long startNanos() {
      return 2 * SECOND;
    }

    @Override
    public long cpuNanos() {
      return 70_000_000L;
    }

    @Override
    public long memoryBytes() {
      return 1 << 16;
    }

    @Override
    public int nextFd(int fd) {
      return fd <= 0 ? 0 : fd <= 3 ? 3 : -1;
    }

    @Override
    public FileDescription file(int fd) {
      return fd == 0 || fd == 3 ? stream : null;
    }
  }
}
