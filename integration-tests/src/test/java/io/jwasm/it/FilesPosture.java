package io.jwasm.it;

import java.util.Map;

/**
 * The open files of a sandbox: those that {@code sandbox.h} lists at their numbers, and else only
 * files of the image and directories of the container.
 */
final class FilesPosture {
  private static final int LAST_KNOWN = 12;

  private final Posture posture;
  private final SandboxProcess sandbox;

  FilesPosture(Posture posture, SandboxProcess sandbox) {
    this.posture = posture;
    this.sandbox = sandbox;
  }

  void check() {
    Map<Integer, SandboxProcess.OpenFile> files = sandbox.files();
    for (int fd : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 11, LAST_KNOWN}) {
      posture.holds("fd " + fd + " is not open", files.containsKey(fd));
    }
    files.forEach(
        (fd, file) -> {
          posture.holds("fd %d is %s".formatted(fd, file), isExpected(fd, file));
          posture.holds(
              "fd %d is the directory %s of the host".formatted(fd, file),
              !file.isDirectory() || isInContainer(file));
        });
  }

  private boolean isExpected(int fd, SandboxProcess.OpenFile file) {
    return switch (fd) {
      case 0 -> file.isDevice("/dev/null") && file.isReadOnly();
      case 1, 2 ->
          file.isWriteOnly() && file.isSame(sandbox.stateDirectory().resolve("sandbox.log"));
      case 3, 4, 5 -> !file.isDirectory();
      case 7 -> file.isFifo() && file.isSame(sandbox.stateDirectory().resolve("control"));
      case 8 -> file.name().equals("/memfd:memory (deleted)");
      case 9 -> file.isDevice("/dev/urandom") && file.isReadOnly();
      case 11 -> file.isWriteOnly() && (file.isDevice("/dev/null") || file.isRegular());
      case LAST_KNOWN -> file.name().equals("/memfd:usage (deleted)");
      default -> isOfImage(file) || (file.isDirectory() && isInContainer(file));
    };
  }

  private boolean isOfImage(SandboxProcess.OpenFile file) {
    SandboxProcess.MountLine mount = sandbox.mounts().get(file.mount());
    return mount != null && mount.point().equals("/") && file.isRegular() && file.isReadOnly();
  }

  /** The place of a bound file is opened by name in {@code /fs} itself, whose names are numbers. */
  private boolean isInContainer(SandboxProcess.OpenFile file) {
    SandboxProcess.MountLine mount = sandbox.mounts().get(file.mount());
    return mount != null
        && (mount.point().equals("/fs") || mount.point().startsWith("/fs/"))
        && file.isReadOnly();
  }
}
