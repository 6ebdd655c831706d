package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.fs.kernfs.TableDirectory;
import io.jwasm.sentry.vfs.Inode;
import java.util.HexFormat;

/**
 * {@code /proc/sys}: what C libraries and language runtimes look at. Nothing of it can be changed.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/sysctl/index.html">sysctl</a>
 */
final class SysctlTree implements TableDirectory.Contents {
  /** What programs that ask for a kernel's release get to see: not the host's. */
  static final String RELEASE = "6.1.0-jwasm";

  static final String VERSION = "#1 SMP";

  private static final String[] PATHS = {
    "fs/file-max",
    "fs/nr_open",
    "kernel/cap_last_cap",
    "kernel/domainname",
    "kernel/hostname",
    "kernel/ngroups_max",
    "kernel/osrelease",
    "kernel/ostype",
    "kernel/pid_max",
    "kernel/random/boot_id",
    "kernel/random/entropy_avail",
    "kernel/random/poolsize",
    "kernel/random/uuid",
    "kernel/threads-max",
    "kernel/version",
    "vm/max_map_count",
    "vm/overcommit_memory"
  };

  private static final int[] GROUPS_OF_BYTES = {0, 4, 6, 8, 10, 16};

  private final SystemView system;

  private SysctlTree(SystemView system) {
    this.system = system;
  }

  static Inode root(long number, SystemView system) {
    return TableDirectory.root(number, PATHS, new SysctlTree(system));
  }

  @Override
  public String text(String path) {
    return value(path) + "\n";
  }

  private String value(String path) {
    return switch (path) {
      case "fs/file-max", "fs/nr_open" -> "1048576";
      case "kernel/cap_last_cap" -> "40";
      case "kernel/domainname" -> system.domainname();
      case "kernel/hostname" -> system.hostname();
      case "kernel/ngroups_max" -> "65536";
      case "kernel/osrelease" -> RELEASE;
      case "kernel/ostype" -> "Linux";
      case "kernel/pid_max" -> "32768";
      case "kernel/random/boot_id" -> uuid(system.bootId());
      case "kernel/random/entropy_avail", "kernel/random/poolsize" -> "256";
      case "kernel/random/uuid" -> uuid(system.randomId());
      case "kernel/threads-max" -> "8192";
      case "kernel/version" -> VERSION;
      case "vm/max_map_count" -> "65530";
      default -> "1";
    };
  }

  /** A version 4 UUID of RFC 9562. */
  private static String uuid(byte[] random) {
    random[6] = (byte) ((random[6] & 0x0f) | 0x40);
    random[8] = (byte) ((random[8] & 0x3f) | 0x80);
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < GROUPS_OF_BYTES.length; i++) {
      text.append(i == 1 ? "" : "-");
      text.append(HexFormat.of().formatHex(random, GROUPS_OF_BYTES[i - 1], GROUPS_OF_BYTES[i]));
    }
    return text.toString();
  }
}
