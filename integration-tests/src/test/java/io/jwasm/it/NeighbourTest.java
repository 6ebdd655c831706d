package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
  @RegisterExtension final Containers containers = Containers.underTest();

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
    try (Pause pause = new Pause("capset", containers.verb(verb))) {
      for (String link : new String[] {"root", "cwd", "exe", "fd/3"}) {
        Outcome looked = asNeighbour("readlink", "-v", "/proc/" + pause.pid() + "/" + link);
        assertThat(looked.out()).as(link).isEmpty();
        assertThat(looked.err()).as(link).contains("Permission denied");
      }
      pause.resume();
      // A trace lasts as long as the sandbox.
      containers.awaitStatus(id, status);
      containers.verb("delete", "--force", id).run().ok();
      pause.join().ok();
    }
  }

  private static Outcome asNeighbour(Object... words) {
    return Command.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--").and(words).run();
  }
}
