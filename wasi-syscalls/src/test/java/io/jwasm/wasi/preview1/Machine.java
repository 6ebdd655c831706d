package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.kernel.ProcessTable;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.TaskExit;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A process without code: one page of memory, and somebody to make its calls. */
@SuppressWarnings("JavaLangClash")
public final class Machine {
  /** Time stands still. */
  static final class StillClock implements Clock {
    @Override
    public long realtimeNanos() {
      return 1_700_000_000_000_000_001L;
    }

    @Override
    public long monotonicNanos() {
      return 5_000_000_000L;
    }

    @Override
    public long cpuNanos() {
      return -1;
    }

    @Override
    public long cpuNanos(int cpuClock) {
      return -1;
    }
  }

  private static final Preview1 CALLS = new Preview1();

  static final Credentials USER = Credentials.of(1000, 1000);

  public final FdTable fds = new FdTable(64);
  final ThreadGroup group;
  public final ByteBuffer bytes;
  private final Region region;
  private final Task task;

  public Machine(FileDescription... files) throws IOException, ErrnoException {
    this(List.of("m", "x y"), List.of("A=1"), files);
  }

  Machine(List<String> args, List<String> env, FileDescription... files)
      throws IOException, ErrnoException {
    this(new StillClock(), HostFilesystem.at("/"), Network.none(), args, env, files);
  }

  /** A process that reaches a network. */
  public static Machine on(Network network, FileDescription... files)
      throws IOException, ErrnoException {
    return new Machine(
        Clock.host(), HostFilesystem.at("/"), network, List.of("m"), List.of(), files);
  }

  /** A process whose root file system is a directory of the host. */
  static Machine in(Path root, FileDescription... files) throws IOException, ErrnoException {
    return on(HostFilesystem.at(root.toString()), files);
  }

  /** A process with that root directory. */
  static Machine on(Inode root, FileDescription... files) throws IOException, ErrnoException {
    return on(root, Network.none(), files);
  }

  /** A process with that root directory, which reaches a network. */
  static Machine on(Inode root, Network network, FileDescription... files)
      throws IOException, ErrnoException {
    return new Machine(new StillClock(), root, network, List.of("m"), List.of(), files);
  }

  /** A process for which time goes on. */
  static Machine withTime(FileDescription... files) throws IOException, ErrnoException {
    return on(Network.none(), files);
  }

  private Machine(
      Clock clock,
      Inode root,
      Network network,
      List<String> args,
      List<String> env,
      FileDescription... files)
      throws IOException, ErrnoException {
    region = MemoryFile.temporary(MemoryLimit.none()).reserve(1);
    region.commit(1);
    bytes = region.bytes();
    install(files);
    group =
        new ThreadGroup(
            new ProcessImage(args, env),
            fds,
            new Kernel(
                clock,
                RandomSource.secureRandom(),
                vfs(root),
                network,
                PidsLimit.of(PidsLimit.DEFAULT),
                new ProcessTable()),
            USER);
    task = thread();
  }

  /** Returns a task of its own, for calls from another thread. */
  public Task thread() {
    return new Task(group, new GuestMemory(region));
  }

  private static Vfs vfs(Inode root) {
    return new Vfs(new MountNamespace(new Mount(root, false, "none", "bind")));
  }

  /** Gives the program more descriptors. */
  public void install(FileDescription... files) throws ErrnoException {
    for (FileDescription file : files) {
      fds.install(Descriptor.unlimited(file));
    }
  }

  /** Opens the root directory as the program's next descriptor. */
  public Machine withRoot() throws ErrnoException {
    fds.install(Descriptor.unlimited(group.kernel().vfs().preopen(USER, "/", "/")));
    return this;
  }

  /** Makes one call and returns its errno. */
  public long call(String name, long... args) {
    Result result = tryCall(name, args);
    if (result.exit != null) {
      throw new AssertionError("ended with " + result.exit);
    }
    return result.errno;
  }

  /** Makes a call that does not return and says how the process ended. */
  public ExitStatus end(String name, long... args) {
    Result result = tryCall(name, args);
    if (result.exit == null) {
      throw new AssertionError("returned " + result.errno);
    }
    return result.exit;
  }

  public record Result(long errno, ExitStatus exit) {}

  public Result tryCall(String name, long... args) {
    return tryCall(task, name, args);
  }

  static Result tryCall(Task task, String name, long... args) {
    return tryCall(task, CALLS.find(Preview1.SNAPSHOT_1, name), args);
  }

  /** Makes a call of another set than preview 1's. */
  public Result tryCall(Syscall call, long... args) {
    return tryCall(task, call, args);
  }

  private static Result tryCall(Task task, Syscall call, long... args) {
    try {
      return new Result(call.handler().call(task, args), null);
    } catch (TaskExit e) {
      return new Result(0, e.status());
    }
  }

  public Machine put(int address, int... values) {
    for (int i = 0; i < values.length; i++) {
      bytes.put(address + i, (byte) values[i]);
    }
    return this;
  }

  public byte[] get(int address, int length) {
    byte[] copy = new byte[length];
    bytes.get(address, copy);
    return copy;
  }
}
