package io.jwasm.sentry.fs.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.EmptyDirectory;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Vfs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcRootTest {
  private record User(int uid, int gid, int pid) implements Caller {}

  private static final Caller OWNER = new User(1000, 1000, 5);
  private static final Caller OTHER = new User(1001, 1001, 1);

  private final Machine machine = new Machine();
  private Vfs vfs;

  @BeforeEach
  void mount() throws ErrnoException {
    MountNamespace namespace =
        new MountNamespace(new Mount(new EmptyDirectory(), true, "none", "overlay"));
    namespace.mount(
        OWNER, "/proc", new Mount(new ProcRoot(machine), false, "proc", "proc", "nosuid,nodev"));
    namespace.mount(
        OWNER, "/a b", new Mount(new EmptyDirectory(), true, "c\\d", "tmpfs", "size=4k"));
    machine.setNamespace(namespace);
    vfs = new Vfs(namespace);
  }

  @Test
  void rootListsFilesAndProcesses() throws ErrnoException {
    assertThat(names("proc"))
        .containsExactly(
            ".",
            "..",
            "cpuinfo",
            "filesystems",
            "loadavg",
            "meminfo",
            "mounts",
            "self",
            "stat",
            "sys",
            "uptime",
            "version",
            "1",
            "5");
  }

  @Test
  void selfIsTheCaller() throws ErrnoException {
    assertThat(vfs.readLink(OWNER, root(), "proc/self")).isEqualTo("5");
    assertThat(vfs.readLink(OTHER, root(), "proc/self")).isEqualTo("1");
    assertThatErrno(() -> vfs.readLink(new User(0, 0, 0), root(), "proc/self"), Errno.ENOENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "01", "0", "-1", "1x", "9999999999", "exe", "kcore", "self/exe"})
  void whatIsNotThereIsNotThere(String name) {
    assertThatErrno(() -> read("proc/" + name), Errno.ENOENT);
  }

  @Test
  void meminfoIsTheContainersMemory() throws ErrnoException {
    assertThat(read("proc/meminfo"))
        .startsWith(
            "MemTotal:          65536 kB\nMemFree:           64512 kB\nMemAvailable:      64512 kB\n");
  }

  @Test
  void timesAreThoseOfTheSandbox() throws ErrnoException {
    assertThat(read("proc/uptime")).startsWith("12.05 ");
    assertThat(read("proc/stat")).contains("\nbtime 987\n").startsWith("cpu  0 0 0 ");
    assertThat(read("proc/loadavg")).isEqualTo("0.00 0.00 0.00 1/6 5\n");
  }

  @Test
  void systemIsNotTheHosts() throws ErrnoException {
    assertThat(read("proc/version")).startsWith("Linux version 6.1.0-jwasm ");
    assertThat(read("proc/cpuinfo")).startsWith("processor\t: 0\n");
    assertThat(read("proc/filesystems")).contains("nodev\ttmpfs\n");
    assertThat(read("proc/sys/kernel/hostname")).isEqualTo("box\n");
    assertThat(read("proc/sys/kernel/osrelease")).isEqualTo("6.1.0-jwasm\n");
    assertThat(read("proc/sys/kernel/pid_max")).isEqualTo("32768\n");
    assertThat(read("proc/sys/kernel/random/boot_id"))
        .isEqualTo("00000000-0000-4000-8000-000000000000\n");
    assertThat(read("proc/sys/kernel/random/uuid"))
        .isEqualTo("ffffffff-ffff-4fff-bfff-ffffffffffff\n");
    assertThat(read("proc/sys/vm/overcommit_memory")).isEqualTo("1\n");
    assertThat(names("proc/sys")).containsExactly(".", "..", "fs", "kernel", "vm");
  }

  @Test
  void mountsAreThoseOfTheNamespace() throws ErrnoException {
    assertThat(read("proc/mounts"))
        .isEqualTo(
            """
            none / overlay ro 0 0
            proc /proc proc rw,nosuid,nodev 0 0
            c\\134d /a\\040b tmpfs ro,size=4k 0 0
            """);
    assertThat(read("proc/self/mountinfo"))
        .isEqualTo(
            """
            1 0 0:1 / / ro - overlay none ro
            2 1 0:2 / /proc rw,nosuid,nodev - proc proc rw
            3 1 0:3 / /a\\040b ro,size=4k - tmpfs c\\134d ro
            """);
  }

  @Test
  void processTellsOfItself() throws ErrnoException {
    assertThat(read("proc/self/cmdline")).isEqualTo("/bin/a-program-with-a-name.wasm\0\0b c\0");
    assertThat(read("proc/self/comm")).isEqualTo("a-program-with-\n");
    assertThat(read("proc/self/environ")).isEqualTo("A=1\0B=\0");
    assertThat(read("proc/self/cgroup")).isEqualTo("0::/\n");
    assertThat(read("proc/self/statm")).isEqualTo("16 16 0 0 0 16 0\n");
    assertThat(vfs.readLink(OWNER, root(), "proc/self/cwd")).isEqualTo("/work");
    assertThat(vfs.readLink(OWNER, root(), "proc/self/root")).isEqualTo("/");
    assertThat(read("proc/self/status"))
        .startsWith("Name:\ta-program-with-\nUmask:\t0027\nState:\tR (running)\nTgid:\t5\n")
        .contains("\nUid:\t1000\t1000\t1000\t1000\n")
        .contains("\nGid:\t4294967294\t4294967294\t4294967294\t4294967294\n")
        .contains("\nGroups:\t4 5 \n")
        .contains("\nVmRSS:\t64 kB\n")
        .contains("\nThreads:\t3\n");
  }

  @Test
  void statHasTheFieldsOfLinuxAtTheirPlaces() throws ErrnoException {
    String[] fields = read("proc/5/stat").strip().split(" ");
    assertThat(fields).hasSize(52);
    assertThat(fields[0]).isEqualTo("5");
    assertThat(fields[1]).isEqualTo("(a-program-with-)");
    assertThat(fields[2]).isEqualTo("R");
    assertThat(fields[13]).as("utime").isEqualTo("7");
    assertThat(fields[17]).as("priority").isEqualTo("20");
    assertThat(fields[19]).as("num_threads").isEqualTo("3");
    assertThat(fields[21]).as("starttime").isEqualTo("200");
    assertThat(fields[22]).as("vsize").isEqualTo("65536");
    assertThat(fields[23]).as("rss").isEqualTo("16");
  }

  @Test
  void whatMayBeSecretIsForTheOwnerAndRoot() throws ErrnoException {
    assertThatErrno(() -> open(OTHER, "proc/5/environ", OpenFlags.READ), Errno.EACCES);
    assertThatErrno(() -> open(OTHER, "proc/5/fd/0", OpenFlags.READ), Errno.EACCES);
    assertThat(open(new User(0, 0, 1), "proc/5/environ", OpenFlags.READ).readable()).isTrue();
    assertThat(open(OTHER, "proc/5/status", OpenFlags.READ).readable()).isTrue();
  }

  @Test
  void descriptorsAreLinksToTheOpenFiles() throws ErrnoException {
    assertThat(names("proc/self/fd")).containsExactly(".", "..", "0", "3");
    assertThat(vfs.stat(OWNER, root(), "proc/self/fd/3", OpenFlags.NOFOLLOW).type())
        .isEqualTo(FileType.SYMLINK);
    FileDescription opened = open(OWNER, "proc/self/fd/3", OpenFlags.WRITE);
    assertThat(opened).isSameAs(machine.stream());
    opened.drop();
    assertThat(machine.stream().path()).isNull();
    machine.stream().acquire(); // still open
    assertThatErrno(() -> open(OWNER, "proc/self/fd/1", OpenFlags.READ), Errno.ENOENT);
    assertThatErrno(() -> open(OWNER, "proc/self/fd/3/x", OpenFlags.READ), Errno.ENOTDIR);
  }

  @Test
  void nothingCanBeWrittenToProc() {
    assertThatErrno(() -> open(OWNER, "proc/sys/kernel/hostname", OpenFlags.WRITE), Errno.EACCES);
    assertThatErrno(() -> vfs.unlink(OWNER, root(), "proc/meminfo"), Errno.EROFS);
  }

  private DirectoryDescription root() throws ErrnoException {
    return vfs.preopen(OWNER, "/", "/");
  }

  private FileDescription open(Caller caller, String path, int flags) throws ErrnoException {
    return vfs.open(caller, root(), path, flags, 0);
  }

  private String read(String path) throws ErrnoException {
    byte[] bytes = new byte[10_000];
    FileDescription file = open(OWNER, path, OpenFlags.READ);
    int count = (int) file.read(OWNER, IoSequence.of(ByteBuffer.wrap(bytes)));
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  private List<String> names(String path) throws ErrnoException {
    List<String> names = new ArrayList<>();
    ((DirectoryDescription) open(OWNER, path, OpenFlags.READ))
        .list(OWNER, 0, (name, _, _, _) -> names.add(new String(name, StandardCharsets.UTF_8)));
    return names;
  }

  private static void assertThatErrno(ThrowingCallable call, Errno errno) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
