package io.jwasm.sentry.vfs;

/** The type bits of POSIX {@code st_mode}. */
public enum FileType {
  REGULAR,
  DIRECTORY,
  SYMLINK,
  CHARACTER_DEVICE,
  BLOCK_DEVICE,
  FIFO,
  SOCKET
}
