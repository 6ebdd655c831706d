package io.jwasm.wasi.preview1;

import static io.jwasm.sentry.kernel.Support.FULL;

import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Support;

/**
 * The 46 functions of preview 1 with their types and how much of each there is.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/witx/wasi_snapshot_preview1.witx">witx</a>
 */
final class Functions {
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
    full("fd_advise", "iIIi"),
    full("fd_allocate", "iII"),
    full("fd_close", "i"),
    full("fd_datasync", "i"),
    full("fd_fdstat_get", "ii"),
    full("fd_fdstat_set_flags", "ii"),
    full("fd_fdstat_set_rights", "iII"),
    full("fd_filestat_get", "ii"),
    full("fd_filestat_set_size", "iI"),
    full("fd_filestat_set_times", "iIIi"),
    full("fd_pread", "iiiIi"),
    full("fd_prestat_dir_name", "iii"),
    full("fd_prestat_get", "ii"),
    full("fd_pwrite", "iiiIi"),
    full("fd_read", "iiii"),
    full("fd_readdir", "iiiIi"),
    full("fd_renumber", "ii"),
    full("fd_seek", "iIii"),
    full("fd_sync", "i"),
    full("fd_tell", "ii"),
    full("fd_write", "iiii"),
    full("path_create_directory", "iii"),
    full("path_filestat_get", "iiiii"),
    full("path_filestat_set_times", "iiiiIIi"),
    full("path_link", "iiiiiii"),
    full("path_open", "iiiiiIIii"),
    full("path_readlink", "iiiiii"),
    full("path_remove_directory", "iii"),
    full("path_rename", "iiiiii"),
    full("path_symlink", "iiiii"),
    full("path_unlink_file", "iii"),
    full("poll_oneoff", "iiii"),
    full("proc_exit", "i"),
    full("proc_raise", "i"),
    full("random_get", "ii"),
    full("sched_yield", ""),
    full("sock_accept", "iii"),
    full("sock_recv", "iiiiii"),
    full("sock_send", "iiiii"),
    full("sock_shutdown", "ii"),
  };

  private Functions() {}

  private static Function full(String name, String params) {
    return new Function(name, params, FULL, "");
  }
}
