package io.jwasm.sentry;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.pipe.Fifos;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.kernel.ProcessTable;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.loader.Executable;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.Execution;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.Platform;
import io.jwasm.sentry.platform.Platforms;
import io.jwasm.sentry.platform.Program;
import io.jwasm.sentry.platform.chicory.CompilerPlatform;
import io.jwasm.sentry.platform.chicory.InterpreterPlatform;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.Vfs;

/** One booted kernel: a sandbox's file systems, platform and table of system calls. */
public final class Sentry {
  private final SentryConfig config;
  private final Platform platform;
  private final SyscallTable syscalls;
  private final Vfs vfs;
  private final ProcessTable processes;
  private final MemoryUsage memory;

  /** None before {@link #bringUp}, as the next one. */
  private Network network = Network.none();

  private ListeningSockets listening = ListeningSockets.NONE;

  private Sentry(
      SentryConfig config,
      Platform platform,
      SyscallTable syscalls,
      Vfs vfs,
      ProcessTable processes,
      MemoryUsage memory) {
    this.config = config;
    this.platform = platform;
    this.syscalls = syscalls;
    this.vfs = vfs;
    this.processes = processes;
    this.memory = memory;
  }

  /**
   * Boots a kernel: chooses the platform and mounts the file systems. Nothing of the image is read
   * but what the mounts' destinations lead through.
   *
   * <p>Errors: {@link BootException} with what is wrong with the configuration.
   */
  public static Sentry boot(SentryConfig config, SyscallTable syscalls) throws BootException {
    Platform platform = platform(config.platform());
    SyscallTable table = config.strace() == null ? syscalls : syscalls.traced(config.strace());
    ProcessTable processes = new ProcessTable();
    SentryView view = new SentryView(config, processes);
    MountAssembly mounts = new MountAssembly(config, view);
    MountNamespace namespace = mounts.assemble();
    view.setNamespace(namespace);
    Fifos fifos = new Fifos(config.pages().limit());
    return new Sentry(
        config,
        platform,
        table,
        new Vfs(namespace, fifos),
        processes,
        new MemoryUsage(config.pages().limit(), mounts.pool(), fifos));
  }

  /**
   * Initialises the default platform; to be called on a thread of its own while the configuration
   * is still being read. A sentry works the same without it, only later.
   */
  public static void warmUp() {
    new CompilerPlatform().warmUp();
  }

  /** Returns what its programs use of the memory limit, now and later. */
  public MemoryUsage memory() {
    return memory;
  }

  /**
   * Returns the bytes of a small file as programs see it, or null when there is none.
   *
   * <p>Errors: {@link BootException} for what is no regular file, is longer, or cannot be read.
   *
   * @param user with whose rights it is read
   * @param path absolute
   */
  public byte[] imageFile(Credentials user, String path, int mostBytes) throws BootException {
    return ImageFile.read(vfs, user, path, mostBytes);
  }

  /**
   * Gives the programs that are made ready from now on a network. Not part of {@link #boot}: an
   * image may have a say in it, and can be read only then.
   *
   * <p>Errors: {@link BootException} for a stack that there is not.
   */
  public void bringUp(NetworkConfig wanted) throws BootException {
    network = NetworkAssembly.assemble(wanted, config, vfs);
    memory.follow(network);
    listening = new ListeningSockets(wanted, network);
  }

  /**
   * Makes a program ready to run: finds its file, loads, checks, compiles and instantiates it.
   *
   * <p>Errors: {@link ExecFormatException}, whose message is for the user; ENOMEM when its memory
   * does not fit the limit; EMFILE when RLIMIT_NOFILE leaves no room for the first descriptors.
   *
   * <p>Blocking: until this machine has its addresses, when there are sockets to listen.
   */
  public PreparedProcess prepare(ProcessSpec spec) throws ExecFormatException, ErrnoException {
    ProcessStart start = new ProcessStart(vfs, spec, listening);
    ProcessImage image = start.image();
    start.enterCwd();
    Executable executable = find(spec);
    Program program =
        platform.load(
            ModuleImage.of(executable.path(), executable.bytes(), spec.limits()),
            executable.function(),
            syscalls,
            config.codeCache());
    long begin = System.nanoTime();
    Execution execution = program.instantiate(config.pages());
    long instantiateNanos = System.nanoTime() - begin;
    Kernel kernel =
        new Kernel(config.clock(), config.random(), vfs, network, config.pids(), processes);
    ThreadGroup group = new ThreadGroup(image, start.fds(), kernel, spec.user(), spec.stackBytes());
    group.load(execution);
    processes.add(group, config.clock().monotonicNanos());
    return new PreparedProcess(group, instantiateNanos);
  }

  private Executable find(ProcessSpec spec) throws ExecFormatException {
    if (spec.args().isEmpty()) {
      throw new ExecFormatException("process.args is empty: name the module to run");
    }
    Executable.Search search =
        new Executable.Search(vfs.walker(spec.user()), spec.user(), spec.cwd(), spec.env());
    String arg0 = spec.args().getFirst();
    return spec.modulePlace() == null
        ? Executable.find(search, arg0)
        : Executable.at(search, spec.modulePlace(), arg0);
  }

  /**
   * The built-in platforms are known by name: searching for providers takes longer than booting.
   */
  private static Platform platform(String name) throws BootException {
    Platform platform =
        switch (name) {
          case CompilerPlatform.NAME -> new CompilerPlatform();
          case InterpreterPlatform.NAME -> new InterpreterPlatform();
          default -> Platforms.named(name);
        };
    if (platform == null) {
      throw new BootException(
          "unknown platform "
              + name
              + ": there are "
              + CompilerPlatform.NAME
              + " and "
              + InterpreterPlatform.NAME);
    }
    return platform;
  }
}
