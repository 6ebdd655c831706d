package io.jwasm.runsc.cli;

import io.jwasm.oci.spec.DefaultSpec;
import io.jwasm.runsc.container.Failure;
import io.jwasm.runsc.container.posix.Users;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code jwasm spec}. */
final class Spec implements Verb {
  @Override
  public String name() {
    return "spec";
  }

  @Override
  public String summary() {
    return "create a new specification file";
  }

  @Override
  public Arguments arguments() {
    return Arguments.NONE;
  }

  @Override
  public String description() {
    return """
    The spec command creates the new specification file named "config.json" for
    the bundle.

    The spec generated is just a starter file: it runs the WebAssembly module
    "hello.wasm" of the root filesystem. Edit the args parameter to run another, or to
    give it arguments.

    EXAMPLE:
      To run a module hello.wasm in a container named container1:

        mkdir -p hello/rootfs
        cp hello.wasm hello/rootfs
        cd hello
        jwasm spec
        jwasm run container1

    Without root privileges, a container needs a user namespace: give --rootless, and the
    spec has one that maps you to its root.
    """;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        Flags.value("path to the root of the bundle directory", "--bundle", "-b"),
        Flags.of("generate a configuration for a rootless container", "--rootless"));
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    byte[] config = Flags.isSet(parsed, "--rootless") ? rootless() : DefaultSpec.rootful();
    Path bundle = Flags.path(Flags.valueOf(parsed, "--bundle", ""));
    Path file = bundle.resolve("config.json");
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(config);
    } catch (FileAlreadyExistsException _) {
      throw new Failure.AlreadyExists("File " + file + " exists. Remove it first");
    } catch (NoSuchFileException _) {
      throw new Failure.NotFound("bundle directory " + bundle + " does not exist");
    } catch (IOException e) {
      throw new Failure.HostFailed("cannot write " + file + ": " + e, e);
    }
  }

  private static byte[] rootless() {
    return DefaultSpec.rootless(
        Integer.toUnsignedLong(Users.effectiveUid()), Integer.toUnsignedLong(Users.effectiveGid()));
  }
}
