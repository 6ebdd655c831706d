package io.jwasm.sentry;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.stdio.Stdio;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.PathWalker;
import io.jwasm.sentry.vfs.Vfs;
import java.util.ArrayList;
import java.util.List;

/** What a program finds when it starts: environment, working directory and open files. */
final class ProcessStart {
  private static final String ROOT = "/";
  private static final String PWD = "PWD=";

  private final Vfs vfs;
  private final ProcessSpec spec;
  private final ListeningSockets listening;

  ProcessStart(Vfs vfs, ProcessSpec spec, ListeningSockets listening) {
    this.vfs = vfs;
    this.spec = spec;
    this.listening = listening;
  }

  /**
   * Returns arguments and environment. A working directory other than the root is told in PWD,
   * where language runtimes look for it, unless the configuration has one.
   *
   * <p>Errors: {@link ExecFormatException} when they are too long.
   */
  ProcessImage image() throws ExecFormatException {
    List<String> env = listening.environment(spec.env());
    if (!isRoot(spec.cwd()) && !hasPwd(env)) {
      env = new ArrayList<>(env);
      env.add(PWD + spec.cwd());
    }
    ProcessImage image = new ProcessImage(spec.args(), env, spec.cwd());
    if (!image.fits()) {
      throw new ExecFormatException("arguments and environment are too long, the limit is 2 MiB");
    }
    return image;
  }

  private static boolean hasPwd(List<String> env) {
    for (int i = 0; i < env.size(); i++) {
      if (env.get(i).startsWith(PWD)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the working directory when it is missing, as runc does, with the program's own rights.
   * Where those do not suffice it is an empty directory that only the VFS has: to such a program
   * one that root made would be the same.
   *
   * <p>Errors: {@link ExecFormatException} when it is no directory, or cannot be entered.
   */
  void enterCwd() throws ExecFormatException {
    PathWalker walker = vfs.walker(spec.user());
    try {
      if (walker.resolve(spec.cwd()).type() == FileType.DIRECTORY) {
        return;
      }
      throw noDirectory(Errno.ENOTDIR);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) {
        throw noDirectory(e.errno());
      }
    }
    try {
      vfs.makeWorkingDirectory(spec.user(), spec.cwd());
    } catch (ErrnoException e) {
      throw noDirectory(e.errno());
    }
  }

  private ExecFormatException noDirectory(Errno errno) {
    return new ExecFormatException(
        "process.cwd: "
            + spec.cwd()
            + " is not a directory that can be entered in the container: "
            + errno.text());
  }

  /**
   * Returns the first descriptors: 0, 1, 2 are the streams; from 3 on there are the sockets that
   * listen, usually none, and behind them the root directory and a working directory other than
   * that, or what the configuration says.
   *
   * <p>Errors: {@link ExecFormatException} for a directory of the configuration that cannot be
   * opened, and an address that cannot be listened on; EMFILE when RLIMIT_NOFILE leaves no room for
   * them.
   *
   * <p>Blocking: as {@link ListeningSockets#install}.
   */
  FdTable fds() throws ExecFormatException, ErrnoException {
    FdTable fds = new FdTable(spec.maxFds());
    fds.install(Descriptor.unlimited(Stdio.input(spec.stdin())));
    fds.install(Descriptor.unlimited(Stdio.output(spec.stdout())));
    fds.install(Descriptor.unlimited(Stdio.output(spec.stderr())));
    listening.install(fds, spec.user());
    if (spec.preopens() != null) {
      for (int i = 0; i < spec.preopens().size(); i++) {
        fds.install(Descriptor.unlimited(bounded(spec.preopens().get(i))));
      }
      return fds;
    }
    fds.install(Descriptor.unlimited(vfs.preopen(spec.user(), ROOT, ROOT)));
    if (!isRoot(spec.cwd())) {
      fds.install(Descriptor.unlimited(vfs.preopenWorkingDirectory(spec.user(), spec.cwd())));
    }
    return fds;
  }

  private DirectoryDescription bounded(Preopen preopen) throws ExecFormatException {
    try {
      return vfs.preopenBounded(spec.user(), preopen.path(), preopen.name());
    } catch (ErrnoException e) {
      throw new ExecFormatException(
          "annotation io.jwasm.preopens: cannot open "
              + preopen.path()
              + " in the container: "
              + e.errno().text());
    }
  }

  private static boolean isRoot(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '/') {
        return false;
      }
    }
    return true;
  }
}
