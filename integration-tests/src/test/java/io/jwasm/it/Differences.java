package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a guest prints something else than the same C program does on Linux, and why that is all
 * right: {@code src/test/resources/io/jwasm/it/differences.txt}.
 */
final class Differences {
  private static final Path FILE = Path.of("src/test/resources/io/jwasm/it/differences.txt");
  private static final String ANYTHING = "*";

  /**
   * A line of the file.
   *
   * @param system {@code jwasm}, {@code node}, or {@code wasi-libc}, which both have
   * @param linux the line that Linux prints
   * @param says the line that the system prints; {@code *} when it depends on the version
   */
  private record Difference(
      String guest, String system, String linux, String says, String reason) {}

  private final List<Difference> listed;

  private Differences(List<Difference> listed) {
    this.listed = listed;
  }

  /** Those of jwasm from Linux. */
  static Differences ofJwasm(String guest) {
    return new Differences(read("jwasm", guest));
  }

  /** Those of node from Linux. */
  static Differences ofNode(String guest) {
    return new Differences(read("node", guest));
  }

  /** None: the reference runtime runs the program itself. */
  static Differences none() {
    return new Differences(List.of());
  }

  /**
   * Fails unless the lines are those of Linux but for what is listed. What is listed for jwasm has
   * to be there; what another version of node, or of its C library, may do no longer does no harm.
   */
  void assertOnly(List<String> linux, List<String> actual) {
    List<String> unlisted = new ArrayList<>();
    List<Difference> unused = new ArrayList<>(listed);
    for (int i = 0; i < Math.max(linux.size(), actual.size()); i++) {
      String expected = i < linux.size() ? linux.get(i) : "(nothing)";
      String said = i < actual.size() ? actual.get(i) : "(nothing)";
      Optional<Difference> difference = find(expected, said);
      difference.ifPresent(unused::remove);
      if (difference.isEmpty() && !expected.equals(said)) {
        unlisted.add("Linux: " + expected + "   here: " + said);
      }
    }
    assertThat(unlisted).as("lines that are not those of Linux").isEmpty();
    assertThat(unused)
        .as("differences that are listed but not there")
        .noneMatch(each -> each.system.equals("jwasm"));
  }

  private Optional<Difference> find(String expected, String said) {
    return listed.stream()
        .filter(each -> each.linux.equals(expected))
        .filter(each -> each.says.equals(said) || each.says.equals(ANYTHING))
        .findFirst();
  }

  private static List<Difference> read(String system, String guest) {
    try {
      return Files.readAllLines(FILE).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Differences::parse)
          .filter(each -> each.system.equals(system) || each.system.equals("wasi-libc"))
          .filter(each -> each.guest.equals(guest))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Difference parse(String line) {
    String[] cells = line.split(" +\\| +", -1);
    assertThat(cells).as("cells of \"%s\" in %s", line, FILE).hasSize(5).doesNotContain("");
    return new Difference(cells[0], cells[1], cells[2], cells[3], cells[4]);
  }
}
