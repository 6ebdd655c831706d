package io.jwasm.sentry.fs;

import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.vfs.Inode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;

/** Files of the host. */
final class HostContractTest extends FilesystemContract {
  @TempDir private Path dir;

  @Override
  Inode emptyRoot() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    return HostFilesystem.at(dir.toString());
  }

  @Override
  public boolean checksCallers() {
    return false;
  }
}
