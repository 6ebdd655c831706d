package io.jwasm.bench;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table whose columns are also aligned for a terminal; the first is text. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heads) {
    row(heads);
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append('|');
      for (int i = 0; i < columns; i++) {
        String alignment = i == 0 ? "-" : "";
        text.append((" %" + alignment + widths[i] + "s |").formatted(row.get(i)));
      }
      text.append('\n');
      if (row == rows.getFirst()) {
        text.append(rule(widths));
      }
    }
    return text.toString();
  }

  private static String rule(int[] widths) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? ' ' + "-".repeat(widths[i]) + " |" : ' ' + "-".repeat(widths[i]) + ":|");
    }
    return text.append('\n').toString();
  }
}
