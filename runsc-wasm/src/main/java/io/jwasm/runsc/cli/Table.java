package io.jwasm.runsc.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in aligned columns, laid out as runc's tables are: a column is at least 12 wide, 3 of them
 * blank; the last is not padded.
 */
final class Table {
  private static final int MIN_WIDTH = 12;
  private static final int PADDING = 3;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  void add(String... cells) {
    rows.add(List.of(cells).stream().map(OperatorLog::oneLine).toList());
  }

  void print(PrintStream out) {
    int last = rows.getFirst().size() - 1;
    int[] widths = new int[last];
    for (int column = 0; column < last; column++) {
      widths[column] = width(column);
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < last; column++) {
        String cell = row.get(column);
        line.append(cell).repeat(' ', widths[column] - cell.length());
      }
      out.println(line.append(row.get(last)));
    }
  }

  private int width(int column) {
    int longest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(MIN_WIDTH, longest + PADDING);
  }
}
