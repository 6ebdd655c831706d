package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Where a running container has files on the host: in its state directory and in the code cache.
 */
@Tag("security")
@NotOnReference("runc keeps other files in its state directory")
final class HostFilesTest {
  /** The places where files come to lie are new and empty; everything else is read-only. */
  private static final String RUN =
      """
      set -e
      mount -t tmpfs tmpfs /mnt
      mkdir /mnt/work /mnt/home
      mount --rbind "$WORK" /mnt/work
      mount --bind "$RUNTIME" /mnt/home
      for place in /tmp /var/tmp /run /dev/shm /root /var/cache /var/lib; do
        mount -t tmpfs tmpfs $place
      done
      mkdir -p "$WORK" "$RUNTIME"
      mount --rbind /mnt/work "$WORK"
      mount --bind /mnt/home "$RUNTIME"
      mount -o remount,bind,ro /
      jwasm() { "$RUNTIME/bin/jwasm" --root /run/state "$@"; }
      jwasm create --bundle "$BUNDLE" "$ID" </dev/null >/dev/null
      jwasm start "$ID"
      find /tmp /var/tmp /run /dev/shm /root /var/cache /var/lib -xdev ! -type d | sed "s/$ID/ID/"
      jwasm delete --force "$ID"
      echo deleted
      find /tmp /var/tmp /run /dev/shm /root /var/lib -xdev ! -type d | sed "s/$ID/ID/"
      """;

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void areItsOwn() {
    Bundle bundle = containers.bundle("sleep");
    Outcome outcome =
        Command.of("unshare", "--mount", "--propagation", "private", "sh", "-c", RUN)
            .with("WORK", bundle.directory().toString())
            .with("BUNDLE", bundle.directory().toString())
            .with("RUNTIME", home().toString())
            .with("ID", Scratch.newId())
            .run()
            .ok();

    List<String> files =
        outcome.out().lines().filter(file -> !file.startsWith("/var/cache/jwasm/")).toList();
    assertThat(files)
        .containsExactlyInAnyOrder(
            "/run/state/ID/control",
            "/run/state/ID/lock",
            "/run/state/ID/sandbox.log",
            "/run/state/ID/state.json",
            "deleted");
  }

  private Path home() {
    return containers.runtime().binary().getParent().getParent();
  }
}
