package io.jwasm.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a sandbox sees of files: the read-only image, and below {@code /fs} the root file system and
 * the sources of bind mounts.
 */
final class RootPosture {
  private final Posture posture;
  private final SandboxProcess sandbox;

  RootPosture(Posture posture, SandboxProcess sandbox) {
    this.posture = posture;
    this.sandbox = sandbox;
  }

  void check() {
    Path image = image();
    posture.equal("names in /", sandbox.names("root"), names(image));
    Map<String, Boolean> places = places();
    posture.equal("names in /fs", sandbox.names("root/fs"), List.copyOf(places.keySet()));
    for (SandboxProcess.MountLine mount : sandbox.mounts().values()) {
      checkMount(mount, places);
    }
    for (String file :
        List.of("sandbox.jar", "jre/lib/server/libjvm.so", "jre/lib/modules", "sentry.aot")) {
      posture.holds("/" + file + " can be written", refusesWriting("root/" + file));
    }
    posture.holds("/new can be made", refusesWriting("root/new"));
    posture.holds("/jre/new can be made", refusesWriting("root/jre/new"));
  }

  /** The directory that is the sandbox's root. */
  static Path image() {
    return Path.of(System.getProperty("jwasm.home")).toAbsolutePath().resolve("image");
  }

  /** The places of the root file system and of each bind mount, and whether they are read-only. */
  private Map<String, Boolean> places() {
    Map<String, Boolean> places = new TreeMap<>();
    places.put("0", sandbox.config().at("/root/readonly").asBoolean());
    int number = 0;
    for (JsonNode mount : sandbox.config().path("mounts")) {
      number++;
      List<String> options = Json.texts(mount.path("options"));
      if (mount.path("type").asText().equals("bind")
          || options.contains("bind")
          || options.contains("rbind")) {
        places.put(Integer.toString(number), options.contains("ro") || options.contains("rro"));
      }
    }
    return places;
  }

  private void checkMount(SandboxProcess.MountLine mount, Map<String, Boolean> places) {
    List<String> wanted = new ArrayList<>(List.of("nosuid", "nodev"));
    String[] path = mount.point().split("/", -1);
    if (mount.point().equals("/")) {
      wanted.add("ro");
    } else {
      wanted.add("noexec");
      posture.equal("the place of the mount " + mount.point(), path[1], "fs");
    }
    if (mount.point().equals("/fs")) {
      posture.equal("the file system at /fs", mount.type(), "tmpfs");
    }
    if (path.length > 2) {
      posture.holds("no place is configured for " + mount.point(), places.containsKey(path[2]));
      if (places.getOrDefault(path[2], false)) {
        wanted.add("ro");
      }
    }
    posture.holds(
        "the mount %s has %s and not %s".formatted(mount.point(), mount.options(), wanted),
        mount.options().containsAll(wanted));
    posture.holds("the mount " + mount.point() + " is shared", mount.isPrivate());
  }

  /** Whether writing through the sandbox's own mounts fails, whoever tries it. */
  private boolean refusesWriting(String name) {
    Path file = sandbox.proc(name);
    try {
      Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      return false;
    } catch (FileSystemException e) {
      return "Read-only file system".equals(e.getReason());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> names = Files.list(directory)) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
