package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** README's table of functions is the one that the code makes. */
final class ReadmeTest {
  private static final String BEGIN =
      "<!-- syscalls: generated from SyscallTable, checked by a test -->\n";
  private static final String END = "<!-- /syscalls -->";

  @Test
  void listsWhatTheTableSupports() throws IOException {
    String table = Preview1.table().markdown();
    // For whoever has to bring README up to date: paste this file between the two comments.
    Files.writeString(Path.of("target", "syscalls.md"), table);
    String readme = Files.readString(Path.of("..", "README.md"));
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    assertThat(readme.substring(begin, readme.indexOf(END, begin))).isEqualTo("\n" + table + "\n");
  }
}
