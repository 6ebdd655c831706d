package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page allocator that an operator has put into {@code image/allocators}. */
@NotOnReference("the directory is ours")
final class PageAllocatorJarTest {
  private static final String PROVIDER =
      "META-INF/services/io.jwasm.sentry.mm.PageAllocatorProvider";

  private static ContainerRuntime extended;

  @RegisterExtension final Containers containers = new Containers(extended);

  @BeforeAll
  static void addTheJar() throws IOException {
    ContainerRuntime runtime = ContainerRuntime.underTest();
    Path copy = Scratch.newDirectory("extended");
    Command.of("cp", "-a", runtime.binary().getParent().getParent() + "/.", copy).run().ok();
    Path allocators = Files.createDirectory(copy.resolve("image/allocators"));
    Files.writeString(allocators.resolve("README"), "no jar");
    Path classes = Scratch.newDirectory("classes");
    Path tools = Path.of(System.getProperty("java.home"), "bin");
    Command.of(tools.resolve("javac"), "--release", "25", "-d", classes)
        .and("-cp", copy.resolve("image/sandbox.jar"))
        .and(Path.of("src/test/allocator/DrawnAllocator.java").toAbsolutePath())
        .run()
        .ok();
    Files.createDirectories(classes.resolve(PROVIDER).getParent());
    Files.writeString(classes.resolve(PROVIDER), "DrawnAllocator\n");
    Command.of(tools.resolve("jar"), "--create", "--file", allocators.resolve("drawn.jar"))
        .and("-C", classes, ".")
        .run()
        .ok();
    extended = runtime.at(copy.resolve("bin/jwasm"));
  }

  @Test
  void guestsRunOnItsMemory() {
    assertThat(run("drawn", "hello").ok().out()).isEqualTo("hello world\n");
    assertThat(run("accounted,limit=8m:drawn", "memories").ok().out()).isEqualTo("grown\n");
  }

  @Test
  void whatItThrowsIsASentenceOrEndsGrowth() {
    run("drawn,open", "hello").refused("page allocator drawn cannot be opened", "no open");
    run("drawn,reserve-error", "hello")
        .refused("page allocator drawn cannot reserve", "no reserve");
    run("drawn,commit", "hello")
        .refused("starts with a memory of 65536 bytes, which the page allocator does not give");
    for (String place : new String[] {"grow", "grow-error"}) {
      assertThat(run("drawn," + place, "memories").ok().out()).as(place).isEqualTo("grown\n");
    }
    assertThat(run("accounted,limit=8m:drawn,release-error", "memories").ok().out())
        .isEqualTo("grown\n");
  }

  @Test
  void whatItThrowsWhenAFileGrowsIsAnErrorOfTheFile() {
    Bundle bundle =
        containers
            .program("fs/file", "write", "/t/f", "x")
            .set("mounts", "[{\"destination\": \"/t\", \"type\": \"tmpfs\"}]");
    Outcome outcome =
        containers
            .verb("--page-allocator=drawn,file-error", "run", "--bundle")
            .and(bundle.directory(), Scratch.newId())
            .run()
            .ok();
    assertThat(outcome.out()).contains("ENOSPC");
  }

  @Test
  void theOthersAreStillThereAndItIsNamedAmongThem() {
    assertThat(run("memfd", "hello").ok().out()).isEqualTo("hello world\n");
    run("nosuch", "hello").refused("there are accounted:NAME, anonymous, heap, memfd, drawn");
  }

  @Test
  void theArchiveOfClassesStillHolds() throws IOException {
    Path log = Scratch.file("log");
    Bundle bundle = containers.bundle("hello");
    containers
        .verb("--sandbox-option=-Xlog:class+load:stderr", "--debug-log=" + log)
        .and("--page-allocator=memfd", "run", "--bundle", bundle.directory(), Scratch.newId())
        .run()
        .ok();

    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains("source: shared objects file"))
        .hasSizeGreaterThan(1000);
  }

  private Outcome run(String allocator, String guest) {
    return containers
        .verb("--page-allocator=" + allocator, "run", "--bundle")
        .and(containers.bundle(guest).directory(), Scratch.newId())
        .run();
  }
}
