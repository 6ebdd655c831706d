package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A container that shares its process numbers with another one (a pod): a program there with the
 * same user and as few capabilities sees the launcher's child, which has files of the host open
 * until it becomes the sandbox or a hook. It is stopped at its weakest, when all its privileges are
 * dropped.
 */
@Tag("security")
@NotOnReference("runc drops its privileges elsewhere")
final class NeighbourTest {
  private static final Pattern STOPPED = Pattern.compile("(?m)^(\\d+) +--- stopped by SIGSTOP");

  @RegisterExtension final Containers containers = Containers.underTest();

  private final Path trace = Scratch.file("trace");

  @Test
  void aSandboxThatIsBeingMadeCannotBeLookedInto() {
    String id = Scratch.newId();
    Path bundle = containers.bundle("sleep").directory();
    assertCannotBeLookedInto(id, "created", "create", "--bundle", bundle, id);
  }

  @Test
  void aHookThatIsBeingStartedCannotBeLookedInto() throws IOException {
    Bundle bundle = containers.bundle("sleep").put("/hook", Guests.tool("hook"));
    bundle.set(
        "hooks", "{\"startContainer\":[{\"path\":\"/hook\",\"args\":[\"hook\",\"x\",\"/x\"]}]}");
    String id = containers.created(bundle);
    assertCannotBeLookedInto(id, "running", "start", id);
  }

  private void assertCannotBeLookedInto(String id, String status, Object... verb) {
    try (LiveProcess traced =
        Command.of("strace", "-f", "-qq", "-o", trace, "-e", "trace=capset")
            .and("-e", "inject=capset:signal=SIGSTOP")
            .and(containers.verb(verb).words())
            .start()) {
      Eventually.until("a child that is stopped", () -> stopped().find());
      Matcher child = stopped();
      assertThat(child.find()).isTrue();
      String pid = child.group(1);
      for (String link : new String[] {"root", "cwd", "exe", "fd/3"}) {
        Outcome looked = asNeighbour("readlink", "-v", "/proc/" + pid + "/" + link);
        assertThat(looked.out()).as(link).isEmpty();
        assertThat(looked.err()).as(link).contains("Permission denied");
      }
      Command.of("kill", "-CONT", pid).run().ok();
      // A trace lasts as long as the sandbox.
      containers.awaitStatus(id, status);
      containers.verb("delete", "--force", id).run().ok();
      traced.join().ok();
    }
  }

  private static Outcome asNeighbour(Object... words) {
    return Command.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--").and(words).run();
  }

  private Matcher stopped() {
    try {
      return STOPPED.matcher(Files.exists(trace) ? Files.readString(trace) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
