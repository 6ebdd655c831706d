package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A module with so much data that it is kept beside its code, and mapped by every container. */
@NotOnReference("the cache is jwasm's")
final class StartStateTest {
  private static final int BYTES = 600_000;
  private static final int HEADER_BYTES = 4096;

  @RegisterExtension final Containers containers = Containers.underTest();

  private final String data = text();
  private Path cache;

  @BeforeEach
  void makeCache() throws IOException {
    cache = Scratch.newDirectory("cache");
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
  }

  /** Created is enough: the memory is there before an instruction runs. */
  @Test
  void theSecondContainerMapsTheDataOfTheFirst() throws IOException {
    for (int i = 0; i < 2; i++) {
      String id = Scratch.newId();
      with("create", bundle("/data.wasm"), id).ok();
      String mapping = mapping(id);
      assertThat(mapping).contains(" rw-p 00001000 ").endsWith(entry().toString());
      assertThat(mapping(id).split("[- ]"))
          .satisfies(
              ends ->
                  assertThat(Long.parseLong(ends[1], 16) - Long.parseLong(ends[0], 16))
                      .isEqualTo(602_112)); // whole pages
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memfd", "anonymous", "heap"})
  void whatAGuestWritesIsItsOwn(String allocator) throws IOException {
    assertThat(run("memfd").ok().out()).isEqualTo(data + "!".repeat(BYTES));
    byte[] kept = Files.readAllBytes(entry());

    String writer = Scratch.newId();
    Outcome created = with("create", bundle("/data.wasm#overwrite"), writer).ok();
    containers.start(writer).ok();
    Eventually.until("what it wrote", () -> created.out().length() == BYTES);
    assertThat(run(allocator).ok().out()).isEqualTo(data + "!".repeat(BYTES));
    assertThat(Files.readAllBytes(entry())).isEqualTo(kept);
    assertThat(kept).hasSize(HEADER_BYTES + 602_112);
    assertThat(new String(kept, HEADER_BYTES, BYTES, StandardCharsets.US_ASCII)).isEqualTo(data);
    // What was written is the program's own, not what it shares.
    long guest =
        containers
            .verb("usage", "--format", "json", writer)
            .run()
            .ok()
            .json()
            .path("guest")
            .asLong();
    assertThat(guest).isBetween((long) BYTES, 12L * 65_536);
  }

  @Test
  void aDamagedFileIsReportedAndMadeAnew() throws IOException {
    run("memfd").ok();
    byte[] kept = Files.readAllBytes(entry());
    for (long length : new long[] {kept.length, kept.length - 4096, 100}) {
      try (RandomAccessFile file = new RandomAccessFile(entry().toFile(), "rw")) {
        file.setLength(length);
        file.seek(length - 10);
        file.writeByte(0x55);
      }
      Outcome outcome = run("memfd").ok();
      assertThat(outcome.out()).isEqualTo(data + "!".repeat(BYTES));
      assertThat(outcome.err()).contains(entry().toString(), "is damaged");
      assertThat(Files.readAllBytes(entry())).isEqualTo(kept);
    }
  }

  /** Its file may be the caller's alone; the sandbox runs as somebody else and gets it open. */
  @Test
  void anOrdinaryUserMapsItToo() throws IOException {
    for (int i = 0; i < 2; i++) {
      String id = Scratch.newId();
      Bundle bundle = bundle("/data.wasm").setProcess("user", "{\"uid\":1000,\"gid\":1000}");
      with("create", bundle, id).ok();
      assertThat(mapping(id)).endsWith(entry().toString());
    }
  }

  @Test
  void withoutACacheItIsASealedFileOfTheSandbox() throws IOException {
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    String id = Scratch.newId();
    with("create", bundle("/data.wasm"), id).ok();
    assertThat(maps(id)).anyMatch(line -> line.contains(" rw-p ") && line.contains("/memfd:start"));
    assertThat(run("memfd").ok().out()).isEqualTo(data + "!".repeat(BYTES));
  }

  @Test
  void mappingNeedsNoClassThatTheArchiveLacks() throws IOException {
    run("memfd").ok();
    Path log = Scratch.file("log");
    containers
        .verb("--cache", cache, "--sandbox-option=-Xlog:class+load:stderr", "--debug-log=" + log)
        .and("--page-allocator=memfd", "run", "--bundle", bundle("/data.wasm").directory())
        .and(Scratch.newId())
        .run()
        .ok();
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("StartState source: shared objects file"))
        .noneMatch(line -> line.contains("source: file:"));
  }

  private Bundle bundle(String program) throws IOException {
    byte[] content = data.getBytes(StandardCharsets.US_ASCII);
    byte[] section =
        BinaryModule.section(
            BinaryModule.DATA,
            BinaryModule.bytes(1, 0, 0x41),
            BinaryModule.bytes(0x80, 0x80, 0x04), // 65536
            BinaryModule.bytes(BinaryModule.END),
            BinaryModule.leb(content.length),
            content);
    byte[] code = Files.readAllBytes(Guests.wasm("data"));
    return Bundle.empty().put("/data.wasm", BinaryModule.concat(code, section)).args(program);
  }

  private Outcome run(String allocator) throws IOException {
    return containers
        .verb("--cache", cache, "--page-allocator", allocator, "run", "--bundle")
        .and(bundle("/data.wasm").directory(), Scratch.newId())
        .run();
  }

  private Outcome with(String verb, Bundle bundle, String id) {
    return containers
        .verb("--cache", cache, "--page-allocator", "memfd", verb, "--bundle")
        .and(bundle.directory(), id)
        .run();
  }

  private Path entry() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries
          .filter(path -> path.getFileName().toString().matches("[0-9a-f]{64}\\.start"))
          .findFirst()
          .orElseThrow();
    }
  }

  private String mapping(String id) throws IOException {
    return maps(id).stream().filter(line -> line.contains(".start")).findFirst().orElse("none");
  }

  private List<String> maps(String id) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(containers.pid(id)), "maps"));
  }

  /** Every piece of it is another. */
  private static String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < BYTES; i++) {
      text.append(i).append('.');
    }
    return text.substring(0, BYTES);
  }
}
