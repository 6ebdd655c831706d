package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kind of file system a container sees as {@code /work}. */
enum Place {
  /** A directory of the container's root file system. */
  ROOT {
    @Override
    Path prepare(Bundle bundle) {
      return work(bundle);
    }
  },
  /** A directory of the host. */
  BIND {
    @Override
    Path prepare(Bundle bundle) {
      work(bundle);
      Path directory = Scratch.newDirectory("bind");
      bundle.mount(
          """
          {"destination":"/work","type":"bind","source":"%s","options":["rbind","rw"]}
          """
              .formatted(directory));
      return directory;
    }
  },
  /** Memory. */
  TMPFS {
    @Override
    Path prepare(Bundle bundle) {
      bundle.mount(
          """
          {"destination":"/work","type":"tmpfs","source":"tmpfs","options":["mode=755"]}
          """);
      return work(bundle);
    }
  },
  /** Memory over a root file system that stays as it is. */
  OVERLAY {
    @Override
    Path prepare(Bundle bundle) {
      bundle.set("annotations", "{\"io.jwasm.overlay\":\"memory\"}");
      return work(bundle);
    }
  };

  /** Has the bundle see it; returns the directory of the host that it is on, or would be on. */
  abstract Path prepare(Bundle bundle);

  /** Whether the host gets to see what the guest does. */
  boolean isOnHost() {
    return this == ROOT || this == BIND;
  }

  private static Path work(Bundle bundle) {
    try {
      return Files.createDirectories(bundle.rootfs().resolve("work"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
