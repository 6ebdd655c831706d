package io.jwasm.sentry;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.fs.pipe.Fifos;
import io.jwasm.sentry.fs.stdio.Stdio;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.loader.Executable;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.Execution;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.Platform;
import io.jwasm.sentry.platform.Platforms;
import io.jwasm.sentry.platform.Program;
import io.jwasm.sentry.platform.chicory.CompilerPlatform;
import io.jwasm.sentry.platform.chicory.InterpreterPlatform;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.PathWalker;
import io.jwasm.sentry.vfs.Vfs;

/** One booted kernel: a sandbox's file systems, platform and table of system calls. */
public final class Sentry {
  private final SentryConfig config;
  private final Platform platform;
  private final SyscallTable syscalls;
  private final Vfs vfs;

  private Sentry(SentryConfig config, Platform platform, SyscallTable syscalls, Vfs vfs) {
    this.config = config;
    this.platform = platform;
    this.syscalls = syscalls;
    this.vfs = vfs;
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
    return new Sentry(config, platform, table, new Vfs(mountAll(config), new Fifos()));
  }

  /**
   * Initialises the default platform; to be called on a thread of its own while the configuration
   * is still being read. A sentry works the same without it, only later.
   */
  public static void warmUp() {
    new CompilerPlatform().warmUp();
  }

  /**
   * Makes a program ready to run: finds its file, loads, checks, compiles and instantiates it.
   *
   * <p>Errors: {@link ExecFormatException}, whose message is for the user; ENOMEM when its memory
   * does not fit the limit; EMFILE when RLIMIT_NOFILE leaves no room for the first descriptors.
   */
  public PreparedProcess prepare(ProcessSpec spec) throws ExecFormatException, ErrnoException {
    Credentials user = Credentials.of(spec.uid(), spec.gid());
    ProcessImage image = image(spec);
    Executable executable = find(spec, user);
    Program program =
        platform.load(
            ModuleImage.of(executable.path(), executable.bytes()),
            executable.function(),
            syscalls,
            config.codeCache());
    Execution execution = program.instantiate(config.pages());
    ThreadGroup group =
        new ThreadGroup(
            image,
            firstFds(spec, user),
            new Kernel(config.clock(), config.random(), vfs, config.pids()),
            user);
    return new PreparedProcess(group, execution);
  }

  private static ProcessImage image(ProcessSpec spec) throws ExecFormatException {
    ProcessImage image = new ProcessImage(spec.args(), spec.env());
    if (!image.fits()) {
      throw new ExecFormatException("arguments and environment are too long, the limit is 2 MiB");
    }
    return image;
  }

  private Executable find(ProcessSpec spec, Credentials user) throws ExecFormatException {
    if (spec.args().isEmpty()) {
      throw new ExecFormatException("process.args is empty: name the module to run");
    }
    PathWalker walker = vfs.walker(user);
    checkCwd(walker, spec.cwd());
    return Executable.find(
        new Executable.Search(walker, user, spec.cwd(), spec.env()), spec.args().getFirst());
  }

  /** A working directory that the image lacks is no error: docker and runc make it. */
  private static void checkCwd(PathWalker walker, String cwd) throws ExecFormatException {
    boolean directory;
    try {
      directory = walker.resolve(cwd).type() == FileType.DIRECTORY;
    } catch (ErrnoException e) {
      directory = e.errno() == Errno.ENOENT;
    }
    if (!directory) {
      throw new ExecFormatException(
          "process.cwd: " + cwd + " is not a directory that can be entered in the container");
    }
  }

  /** Descriptors 0, 1, 2 are the stdio streams, 3 is the root directory. */
  private FdTable firstFds(ProcessSpec spec, Credentials user) throws ErrnoException {
    FdTable fds = new FdTable(spec.maxFds());
    fds.install(Descriptor.unlimited(Stdio.input(spec.stdin())));
    fds.install(Descriptor.unlimited(Stdio.output(spec.stdout())));
    fds.install(Descriptor.unlimited(Stdio.output(spec.stderr())));
    fds.install(Descriptor.unlimited(vfs.preopen(user, "/", "/")));
    return fds;
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

  private static MountNamespace mountAll(SentryConfig config) throws BootException {
    MountNamespace namespace = null;
    Credentials kernel = Credentials.of(0, 0);
    for (int i = 0; i < config.mounts().size(); i++) {
      SentryConfig.HostMount mount = config.mounts().get(i);
      try {
        Mount mounted =
            new Mount(HostFilesystem.at(mount.place()), mount.readOnly(), "none", "bind");
        if (namespace == null) {
          namespace = new MountNamespace(mounted);
        } else {
          namespace.mount(kernel, mount.destination(), mounted);
        }
      } catch (ErrnoException e) {
        throw new BootException(
            "cannot mount "
                + mount.place()
                + " at "
                + mount.destination()
                + ": "
                + e.errno().text());
      }
    }
    if (namespace == null) {
      throw new BootException("no root file system: mounts is empty");
    }
    return namespace;
  }
}
