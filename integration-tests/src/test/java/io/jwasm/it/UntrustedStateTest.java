package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State directories that something has been at: a crash, a full disk, an editor. None breaks what
 * is asked of the others, and each can be removed by {@code delete --force}, which kills and
 * removes nothing that belongs to somebody else.
 */
@Tag("security")
final class UntrustedStateTest {
  private static final List<String> DAMAGED =
      List.of(
          "",
          "{",
          "null",
          "[]",
          "\u0000\u0001\u00ff\ufffe",
          "{}",
          "{\"pid\":1,\"status\":\"running\"}",
          "{\"id\":\"ID\",\"pid\":\"1\",\"status\":\"running\"}",
          "{\"id\":\"ID\",\"pid\":1,\"status\":5}",
          "{\"id\":\"ID\",\"pid\":1,\"status\":\"frob\"}",
          "{\"id\":\"other\",\"pid\":0,\"status\":\"created\"}",
          "{\"id\":\"ID\",\"pid\":0,\"pid\":1,\"status\":\"created\"}",
          "{\"id\":\"ID\",\"pid\":99999999999999999999,\"status\":\"created\"}",
          "{\"id\":\"ID\",\"pid\":-1,\"status\":\"created\",\"hooks\":{\"poststop\":5}}",
          "{\"a\":" + "[".repeat(100_000),
          " ".repeat(9 << 20));

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  @NotOnReference("runc's state file has another form")
  void damagedStatesAreListedAsSuchAndRemoved() throws IOException {
    String neighbour = containers.ready(containers.bundle("sleep"));
    List<String> broken = new ArrayList<>();
    for (String text : DAMAGED) {
      String id = Scratch.newId();
      Path directory = Files.createDirectory(containers.root().resolve(id));
      Files.writeString(directory.resolve("state.json"), text.replace("ID", id));
      Files.createFile(directory.resolve("lock"));
      broken.add(id);
    }

    Outcome list = containers.verb("list", "-q").run().ok();
    assertThat(list.out()).isEqualTo(neighbour + "\n");
    assertThat(list.err().lines()).hasSameSizeAs(broken);
    for (String id : broken) {
      assertThat(containers.verb("state", id).run().err().lines().count()).isLessThanOrEqualTo(1);
      containers.verb("delete", "--force", id).run().ok();
      assertThat(containers.root().resolve(id)).doesNotExist();
    }
    assertThat(containers.status(neighbour)).isEqualTo("running");
  }

  @Test
  @NotOnReference("runc's state file has another form")
  void entriesThatAreNoContainersArePassedOver() throws IOException {
    String neighbour = containers.ready(containers.bundle("sleep"));
    Path root = containers.root();
    Path outside = Scratch.newDirectory("outside");
    Files.writeString(outside.resolve("state.json"), "{}");
    Files.writeString(root.resolve("file"), "x");
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createSymbolicLink(root.resolve("dangling"), root.resolve("nowhere"));
    Files.createDirectory(root.resolve("with space"));
    Files.createDirectory(root.resolve("line\nfeed"));
    Command.of("mkfifo", root.resolve("fifo")).run().ok();

    Outcome list = containers.verb("list", "-q").run().ok();
    assertThat(list.out()).isEqualTo(neighbour + "\n");
    for (String name : List.of("file", "link", "dangling", "fifo")) {
      containers.verb("delete", "--force", name).run().ok();
    }
    assertThat(outside.resolve("state.json")).exists();
    Files.delete(root.resolve("with space"));
    Files.delete(root.resolve("line\nfeed"));
    Files.delete(root.resolve("link"));
  }

  @Test
  @NotOnReference("runc's state file has another form")
  void filesOfTheWrongKindAreRemovedAndNotFollowed() throws IOException {
    Path outside = Scratch.newDirectory("outside");
    Files.writeString(outside.resolve("kept"), "x");
    String id = Scratch.newId();
    Path directory = Files.createDirectory(containers.root().resolve(id));
    Files.createDirectories(directory.resolve("state.json/a/b"));
    Files.createSymbolicLink(directory.resolve("state.json/a/out"), outside);
    Files.createSymbolicLink(directory.resolve("control"), outside.resolve("kept"));
    Command.of("mkfifo", directory.resolve("lock")).run().ok();

    containers.verb("list").run().ok();
    containers.verb("state", id).run().refused("delete --force");
    containers.verb("delete", "--force", id).run().ok();
    assertThat(directory).doesNotExist();
    assertThat(outside.resolve("kept")).hasContent("x");
  }

  @Test
  @NotOnReference("runc believes its state file")
  void whatAnotherUserCouldHaveWrittenIsNotRead() throws IOException {
    String id = containers.created(containers.bundle("sleep"));
    Path state = containers.root().resolve(id).resolve("state.json");
    Command.of("chmod", "g+w", state).run().ok();
    containers.verb("state", id).run().refused("damaged");
    Command.of("chmod", "g-w", state).run().ok();
    Command.of("chown", "1000", state).run().ok();
    containers.verb("start", id).run().refused("damaged");

    containers.verb("delete", "--force", id).run().ok();
    containers.assertNothingLeft();
  }

  @Test
  @NotOnReference("runc cannot remove a container without its state")
  void withoutAReadableStateSandboxAndGroupsAreFound() throws IOException {
    String id = containers.ready(containers.bundle("sleep"));
    Files.writeString(containers.root().resolve(id).resolve("state.json"), "{");

    containers.verb("delete", "--force", id).run().ok();
    assertThat(HostTraces.processes(id)).isEmpty();
    containers.assertNothingLeft();
  }

  @Test
  @NotOnReference("runc's state file has another form")
  void aForeignProcessIsNotKilled() throws IOException {
    try (LiveProcess foreign = Command.of("sleep", "60").start()) {
      for (long pid : new long[] {foreign.pid(), 1, -1, 0, ProcessHandle.current().pid()}) {
        String id = containers.stopped();
        edit(
            id,
            state ->
                state.put("pid", pid).put("pidStartTime", startTime(pid)).put("status", "running"));

        containers.verb("list").run().ok();
        containers.kill(id, "KILL");
        containers.kill(id, "STOP");
        containers.verb("delete", "--force", id).run().ok();
        assertThat(containers.root().resolve(id)).doesNotExist();
        assertThat(foreign.isAlive()).isTrue();
        assertThat(ProcessStatus.of(foreign.pid()).field("State")).startsWith("S");
      }
      foreign.destroy();
    }
  }

  @Test
  @NotOnReference("runc's state file has another form")
  void anotherContainersSandboxIsNotKilled() throws IOException {
    String neighbour = containers.ready(containers.bundle("sleep"));
    long pid = containers.pid(neighbour);
    String id = containers.stopped();
    for (String status : List.of("creating", "created", "running")) {
      edit(
          id,
          state -> state.put("pid", pid).put("pidStartTime", startTime(pid)).put("status", status));
      containers.kill(id, "KILL");
    }

    containers.verb("delete", "--force", id).run().ok();
    assertThat(containers.status(neighbour)).isEqualTo("running");
  }

  @ParameterizedTest
  @ValueSource(strings = {"creating", "created", "stopped"})
  @NotOnReference("runc's state file has another form")
  void foreignGroupsAreNotRemoved(String status) throws IOException {
    String neighbour = containers.ready(containers.bundle("sleep"));
    List<Path> groups = HostTraces.cgroups(neighbour);
    assertThat(groups).isNotEmpty();
    Path foreign = groups.getFirst().resolveSibling(Scratch.newId());
    Files.createDirectory(foreign);
    String id = containers.stopped();
    edit(
        id,
        state -> {
          state.put("status", status);
          var paths = state.putArray("cgroupPaths");
          paths.add("/sys/fs/cgroup").add("/sys/fs/cgroup/").add("/").add("").add(5).add("/tmp");
          paths.add(groups.getFirst().getParent().toString());
          paths.add(groups.getFirst() + "/../" + foreign.getFileName());
          groups.forEach(group -> paths.add(group.toString()));
          if (!status.equals("creating")) {
            paths.add(foreign.toString());
          }
        });

    Outcome deleted = containers.verb("delete", "--force", id).run().ok();
    assertThat(deleted.err()).contains(groups.getFirst().toString());
    assertThat(containers.root().resolve(id)).doesNotExist();
    assertThat(containers.status(neighbour)).isEqualTo("running");
    assertThat(groups).allSatisfy(group -> assertThat(group).isDirectory());
    assertThat(foreign).isDirectory();
    Files.delete(foreign);
    HostTraces.cgroups(id).reversed().forEach(group -> group.toFile().delete());
  }

  @Test
  @NotOnReference("runc's state file has another form")
  void hooksThatAreNoneAreWarningsAtMost() throws IOException {
    for (String hooks :
        List.of("5", "[]", "{\"poststop\":[5,null,[],{\"path\":7},{\"path\":\"x\"}]}")) {
      String id = containers.stopped();
      edit(id, state -> state.set("hooks", Json.parse(hooks)));

      containers.verb("delete", id).run().ok();
      assertThat(containers.root().resolve(id)).doesNotExist();
    }
  }

  @Test
  @NotOnReference("runc's state file has another form")
  void textOfAStateDoesNotBreakTheTable() throws IOException {
    String id = containers.stopped();
    edit(id, state -> state.put("bundle", "/a\nfake 1 running\u001b[2J"));

    Outcome table = containers.verb("list").run().ok();
    assertThat(table.out().lines()).hasSize(2);
    assertThat(table.out()).doesNotContain("\u001b");
    assertThat(containers.state(id).path("bundle").asText()).startsWith("/a\n");
  }

  @Test
  @NotOnReference("runc takes any directory")
  void aStateDirectoryThatOthersCanWriteIsRefused() throws IOException {
    Bundle bundle = containers.bundle("hello");
    Path root = Scratch.newDirectory("open");
    for (String mode : List.of("0777", "1777", "0775")) {
      Command.of("chmod", mode, root).run().ok();
      verbAt(root, "create", "--bundle", bundle.directory(), "x")
          .refused(root.toString(), "chmod go-w");
      verbAt(root, "delete", "--force", "x").refused(root.toString(), "chmod go-w");
    }
    Command.of("chmod", "0755", root).run().ok();
    Command.of("chown", "1000", root).run().ok();
    verbAt(root, "create", "--bundle", bundle.directory(), "x")
        .refused(root.toString(), "user 1000");
    assertThat(root).isEmptyDirectory();
  }

  private static Outcome verbAt(Path root, Object... words) {
    return Command.of(ContainerRuntime.underTest().binary(), "--root", root)
        .and(words)
        .within(Duration.ofSeconds(20))
        .run();
  }

  private void edit(String id, Consumer<ObjectNode> change) throws IOException {
    Path file = containers.root().resolve(id).resolve("state.json");
    ObjectNode state = Json.object(Files.readString(file));
    change.accept(state);
    Files.writeString(file, state.toString());
  }

  /** Field 22 of proc_pid_stat(5): what the launcher recognises a process by. */
  private static long startTime(long pid) {
    if (pid <= 0) {
      return 0;
    }
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
