package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the container's process is put, on every cgroup layout, and that nothing of it stays. */
final class CgroupTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void anAbsolutePathIsTakenFromTheTopOfEachHierarchy() {
    String path = "/" + Scratch.newId();

    assertThat(placements(containers.pid(containers.created(sleepIn(path)))))
        .isNotEmpty()
        .allMatch(each -> each.endsWith(path));
  }

  @Test
  void aRelativePathEndsThePlacement() {
    String path = Scratch.newId();

    assertThat(placements(containers.pid(containers.created(sleepIn(path)))))
        .isNotEmpty()
        .allMatch(each -> each.endsWith("/" + path));
  }

  @Test
  void missingParentsAreMade() {
    String parent = Scratch.newId();
    String id = containers.created(sleepIn("/" + parent + "/inner"));
    assertThat(placements(containers.pid(id)))
        .allMatch(each -> each.endsWith("/" + parent + "/inner"));

    containers.verb("delete", "--force", id).run().ok();
    // Whether an empty parent stays is the runtime's choice: somebody else may use it.
    assertThat(HostTraces.cgroups(parent))
        .allMatch(each -> !each.resolve("inner").toFile().exists());
    HostTraces.cgroups(parent).forEach(each -> each.toFile().delete());
  }

  /** So looks a parent that another create has made and not yet filled. */
  @Test
  void aParentWithoutProcessorsIsFilled() throws IOException {
    Path cpuset = Path.of("/sys/fs/cgroup/cpuset");
    String parent = Scratch.newId();
    Path made = (Files.exists(cpuset) ? cpuset : cpuset.getParent()).resolve(parent);
    Files.createDirectory(made);

    String id = containers.created(sleepIn("/" + parent + "/inner"));
    assertThat(placements(containers.pid(id)))
        .allMatch(each -> each.endsWith("/" + parent + "/inner"));
    containers.verb("delete", "--force", id).run().ok();
    HostTraces.cgroups(parent).forEach(each -> each.toFile().delete());
  }

  @Test
  void withoutAPathTheNameEndsWithTheContainers() {
    String id = containers.created(containers.bundle("sleep"));

    assertThat(placements(containers.pid(id))).isNotEmpty().allMatch(each -> each.endsWith(id));
  }

  @Test
  @NotOnReference("runc asks systemd, which does not run everywhere")
  void theSystemdFormNamesASliceAndAScope() {
    String slice = Scratch.marker() + ".slice";
    String id = Scratch.newId();
    Bundle bundle =
        containers.bundle("sleep").setLinux("cgroupsPath", "\"%s:jwasm:%s\"".formatted(slice, id));
    containers.verb("--systemd-cgroup", "create", "--bundle", bundle.directory(), id).run().ok();

    assertThat(placements(containers.pid(id)))
        .isNotEmpty()
        .allMatch(each -> each.endsWith("/" + slice + "/jwasm-" + id + ".scope"));
    containers.verb("delete", "--force", id).run().ok();
    assertThat(HostTraces.cgroups(id)).isEmpty();
    HostTraces.cgroups(slice).forEach(each -> each.toFile().delete());
  }

  @Test
  void itIsRemovedWithTheContainer() {
    String name = Scratch.newId();
    String id = Scratch.newId();
    Bundle bundle = containers.bundle("sleep").setLinux("cgroupsPath", "\"/%s\"".formatted(name));
    containers.create(bundle, id).ok();
    assertThat(HostTraces.cgroups(name)).isNotEmpty();

    containers.verb("delete", "--force", id).run().ok();
    assertThat(HostTraces.cgroups(name)).isEmpty();
  }

  /** A guest to which the tree of groups is mounted can make some. */
  @Test
  void itIsRemovedWithTheGroupsInIt() throws IOException {
    String id = containers.created(containers.bundle("sleep"));
    List<Path> groups = HostTraces.cgroups(id);
    for (Path group : groups) {
      Files.createDirectories(group.resolve("inner/most"));
    }

    containers.verb("delete", "--force", id).run().ok();
    assertThat(groups).noneMatch(Files::exists);
  }

  /** Here the group is busy because the command itself is in it. */
  @Test
  @NotOnReference("runc leaves itself alone otherwise")
  void aContainerWhoseGroupStaysCanBeDeletedAgain() {
    String id = containers.created(containers.bundle("sleep"));
    // Of version 2 the kernel would kill the command too.
    List<Path> groups = HostTraces.cgroups(id);
    Path group =
        groups.stream()
            .filter(each -> !Files.exists(each.resolve("cgroup.kill")))
            .findFirst()
            .orElseGet(groups::getFirst);
    Outcome inside =
        Command.of("sh", "-c", "echo $$ >$0/cgroup.procs && exec \"$@\"", group)
            .and(containers.verb("delete", "--force", id).words())
            .run();

    assertThat(inside.exit()).as("%s", inside).isNotZero();
    assertThat(group).exists();
    assertThat(containers.status(id)).isEqualTo("stopped");
    containers.verb("delete", id).run().ok();
    assertThat(group).doesNotExist();
  }

  @Test
  void itIsRemovedAfterRun() {
    String name = Scratch.newId();
    containers
        .run(containers.bundle("hello").setLinux("cgroupsPath", "\"/%s\"".formatted(name)))
        .ok();

    assertThat(HostTraces.cgroups(name)).isEmpty();
  }

  @Test
  void aGroupThatIsGoneAlreadyDoesNotKeepTheContainer() {
    String id = containers.stopped();
    HostTraces.cgroups(id).forEach(path -> path.toFile().delete());

    containers.delete(id).ok();
  }

  @Test
  void theProcessIsAloneInItsGroup() {
    String id = containers.ready(containers.bundle("sleep"));
    List<Path> groups = HostTraces.cgroups(id);

    assertThat(groups)
        .isNotEmpty()
        .allSatisfy(
            group ->
                assertThat(group.resolve("cgroup.procs"))
                    .hasContent(Long.toString(containers.pid(id))));
  }

  @Test
  void limitsAreWrittenIntoTheGroup() {
    Bundle bundle =
        containers
            .bundle("sleep")
            .setLinux("resources", "{\"memory\":{\"limit\":268435456},\"pids\":{\"limit\":200}}");
    String id = containers.created(bundle);

    assertThat(limitFiles(id, "memory.limit_in_bytes", "memory.max"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).hasContent("268435456"));
    // jwasm's process has threads of its own besides its guest's.
    assertThat(limitFiles(id, "pids.max"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).content().containsAnyOf("200", "264"));
  }

  @Test
  @NotOnReference("runc needs privileges over devices that version 2 gives only some callers")
  void withVersion2AloneTheProcessIsBornInItsGroup() {
    String id = Scratch.newId();
    String name = Scratch.newId();
    withVersion2(containers.verb("create", "--bundle", sleepIn("/" + name).directory(), id)).ok();

    assertThat(HostTraces.cgroupsOf(containers.pid(id)).lines()).contains("0::/" + name);

    withVersion2(containers.verb("delete", "--force", id)).ok();
    assertThat(HostTraces.cgroups(name)).isEmpty();
  }

  /**
   * Of the controllers only hugetlb is left to version 2 on a hybrid host: its limit is written as
   * that of any other, and one of a controller that is elsewhere is refused by name.
   */
  @Test
  @NotOnReference("runc needs privileges over devices that version 2 gives only some callers")
  void withVersion2AloneLimitsAreThoseOfItsFiles() throws IOException {
    String id = Scratch.newId();
    String name = Scratch.newId();
    Bundle bundle =
        sleepIn("/" + name)
            .setLinux("resources", "{\"unified\":{\"hugetlb.2MB.max\":\"4194304\"}}");
    withVersion2(containers.verb("create", "--bundle", bundle.directory(), id)).ok();
    assertThat(limitFiles(name, "hugetlb.2MB.max"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).hasContent("4194304"));
    withVersion2(containers.verb("delete", "--force", id)).ok();

    bundle.setLinux("resources", "{\"unified\":{\"nosuch.max\":\"1\"}}");
    withVersion2(containers.verb("create", "--bundle", bundle.directory(), Scratch.newId()))
        .refused("cannot set nosuch.max to 1 in the cgroup", name);
    assertThat(HostTraces.cgroups(name)).isEmpty();
  }

  /** Runs a command where /sys/fs/cgroup is version 2 and nothing else, as on most hosts today. */
  private static Outcome withVersion2(Command command) {
    String mount = "umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup && exec \"$@\"";
    return Command.of("unshare", "-m", "sh", "-c", mount, "sh", command.words()).run();
  }

  private static List<Path> limitFiles(String id, String... names) {
    return HostTraces.cgroups(id).stream()
        .flatMap(group -> Stream.of(names).map(group::resolve))
        .filter(Files::exists)
        .toList();
  }

  private Bundle sleepIn(String cgroupsPath) {
    return containers.bundle("sleep").setLinux("cgroupsPath", "\"%s\"".formatted(cgroupsPath));
  }

  /**
   * The process's path in every hierarchy that limits something; in those that the machine has not
   * mounted, and in the unified one beside version 1, there is nothing to limit.
   */
  private static List<String> placements(long pid) {
    List<String> lines = HostTraces.cgroupsOf(pid).lines().toList();
    return lines.stream()
        .filter(line -> lines.size() == 1 || (!line.startsWith("0::") && !line.contains(":name=")))
        .map(line -> line.split(":", 3)[2])
        .toList();
  }
}
