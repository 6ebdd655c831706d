package io.jwasm.wasi.preview1;

import static io.jwasm.sentry.kernel.Support.FULL;
import static io.jwasm.sentry.kernel.Support.PARTIAL;
import static io.jwasm.sentry.kernel.Support.UNSUPPORTED;

import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Support;

/**
 * The 46 functions of preview 1 with their types and how much of each there is.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/witx/wasi_snapshot_preview1.witx">witx</a>
 */
final class Functions {
  private static final String NO_FILES = "There are no files to open yet.";
  private static final String NO_SOCKETS = "There are no sockets yet.";

  /** A function: its name, the letters of its parameters, and its support with a sentence. */
  record Function(String name, String params, Support support, String note) {
    Signature signature() {
      return new Signature(params, name.equals("proc_exit") ? "" : "i");
    }
  }

  static final Function[] ALL = {
    full("args_get", "ii"),
    full("args_sizes_get", "ii"),
    full("clock_res_get", "ii"),
    full("clock_time_get", "iIi"),
    full("environ_get", "ii"),
    full("environ_sizes_get", "ii"),
    no("fd_advise", "iIIi", NO_FILES),
    no("fd_allocate", "iII", NO_FILES),
    full("fd_close", "i"),
    no("fd_datasync", "i", NO_FILES),
    full("fd_fdstat_get", "ii"),
    partly("fd_fdstat_set_flags", "ii", "NONBLOCK answers ENOTSUP on the standard streams."),
    no("fd_fdstat_set_rights", "iII", NO_FILES),
    partly("fd_filestat_get", "ii", "Streams have a type only; no times, device or inode."),
    no("fd_filestat_set_size", "iI", NO_FILES),
    no("fd_filestat_set_times", "iIIi", NO_FILES),
    no("fd_pread", "iiiIi", NO_FILES),
    full("fd_prestat_dir_name", "iii"),
    full("fd_prestat_get", "ii"),
    no("fd_pwrite", "iiiIi", NO_FILES),
    partly("fd_read", "iiii", "Standard input only."),
    no("fd_readdir", "iiiIi", NO_FILES),
    full("fd_renumber", "ii"),
    partly("fd_seek", "iIii", "Answers that a stream cannot seek."),
    no("fd_sync", "i", NO_FILES),
    partly("fd_tell", "ii", "Answers that a stream cannot seek."),
    partly("fd_write", "iiii", "Standard output and error only."),
    no("path_create_directory", "iii", NO_FILES),
    no("path_filestat_get", "iiiii", NO_FILES),
    no("path_filestat_set_times", "iiiiIIi", NO_FILES),
    no("path_link", "iiiiiii", NO_FILES),
    no("path_open", "iiiiiIIii", NO_FILES),
    no("path_readlink", "iiiiii", NO_FILES),
    no("path_remove_directory", "iii", NO_FILES),
    no("path_rename", "iiiiii", NO_FILES),
    no("path_symlink", "iiiii", NO_FILES),
    no("path_unlink_file", "iii", NO_FILES),
    partly("poll_oneoff", "iiii", "Clocks only; a descriptor answers ENOSYS."),
    full("proc_exit", "i"),
    full("proc_raise", "i"),
    full("random_get", "ii"),
    full("sched_yield", ""),
    no("sock_accept", "iii", NO_SOCKETS),
    no("sock_recv", "iiiiii", NO_SOCKETS),
    no("sock_send", "iiiii", NO_SOCKETS),
    no("sock_shutdown", "ii", NO_SOCKETS),
  };

  private Functions() {}

  /** Returns true for functions whose bytes or numbers differ in {@code wasi_unstable}. */
  static boolean changedSinceUnstable(String name) {
    return switch (name) {
      case "fd_filestat_get", "path_filestat_get", "poll_oneoff" -> true;
      default -> false;
    };
  }

  private static Function full(String name, String params) {
    return new Function(name, params, FULL, "");
  }

  private static Function partly(String name, String params, String note) {
    return new Function(name, params, PARTIAL, note);
  }

  private static Function no(String name, String params, String note) {
    return new Function(name, params, UNSUPPORTED, note);
  }
}
