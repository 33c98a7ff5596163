package org.depinsdk.wifi;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under headings, numbers to the right. */
final class Table {
  private static final String[] RULE = {};

  private final List<String[]> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(headings);
    rule();
  }

  Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  Table rule() {
    rows.add(RULE);
    return this;
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      out.append("  ");
      for (int i = 0; i < widths.length; i++) {
        String cell = row == RULE ? "-".repeat(widths[i]) : row[i];
        String blanks = " ".repeat(widths[i] - cell.length());
        boolean number = !cell.isEmpty() && Character.isDigit(cell.charAt(0)) && !cell.startsWith("0x");
        out.append(number ? blanks + cell : cell + blanks).append("  ");
      }
      out.append('\n');
    }
    return out.toString();
  }
}
