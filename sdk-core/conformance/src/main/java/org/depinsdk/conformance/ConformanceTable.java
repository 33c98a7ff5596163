package org.depinsdk.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of known answers.
 *
 * @param name its path without {@code .tsv}
 * @param about what the rows and columns mean
 * @param source who published the numbers, or how they were computed
 * @param version of the source
 * @param licence under which the source is published, and what of it stands here
 * @param inputs columns that an implementation is given, in their order
 * @param expected columns that it has to answer with, in their order
 * @param rows in the order of the file
 */
public record ConformanceTable(
    String name,
    String about,
    String source,
    String version,
    String licence,
    List<String> inputs,
    List<String> expected,
    List<ConformanceRow> rows) {
  private static final String EXPECTED = "=";
  private static final String AS_ABOVE = "^";

  /**
   * A table.
   *
   * @param name its path without {@code .tsv}
   * @param about what the rows and columns mean
   * @param source who published the numbers, or how they were computed
   * @param version of the source
   * @param licence under which the source is published, and what of it stands here
   * @param inputs columns that an implementation is given
   * @param expected columns that it has to answer with
   * @param rows in the order of the file
   */
  public ConformanceTable {
    inputs = List.copyOf(inputs);
    expected = List.copyOf(expected);
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table in the format that {@code conformance/README.md} describes.
   *
   * @param name for messages
   * @param text the file
   * @return the table
   * @throws IllegalArgumentException if the file has another form; the message names table and line
   */
  public static ConformanceTable parse(String name, String text) {
    Map<String, String> notes = new LinkedHashMap<>();
    List<String> inputs = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<ConformanceRow> rows = new ArrayList<>();
    String[] columns = {};
    String[] above = {};
    String[] lines = text.split("\n");
    for (int number = 1; number <= lines.length; number++) {
      String line = lines[number - 1];
      String at = name + " line " + number;
      if (columns.length == 0 && line.startsWith("# ")) {
        int colon = line.indexOf(": ");
        check(colon > 0, at, "a note must be '# key: value'");
        notes.merge(line.substring(2, colon), line.substring(colon + 2), (a, b) -> a + " " + b);
        continue;
      }
      String[] cells = line.split("\t", -1);
      if (columns.length == 0) {
        columns = cells;
        for (String column : columns) {
          if (column.startsWith(EXPECTED)) {
            expected.add(column.substring(1));
          } else {
            inputs.add(column);
          }
        }
        above = new String[columns.length];
        continue;
      }
      check(cells.length == columns.length, at, cells.length + " cells, not " + columns.length);
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < cells.length; i++) {
        if (cells[i].equals(AS_ABOVE)) {
          check(!rows.isEmpty(), at, "there is no row above the first");
        } else {
          above[i] = unescape(cells[i], at);
        }
        String column = columns[i].startsWith(EXPECTED) ? columns[i].substring(1) : columns[i];
        values.put(column, above[i]);
      }
      rows.add(new ConformanceRow(at, values));
    }
    return new ConformanceTable(
        name,
        note(notes, "about", name),
        note(notes, "source", name),
        note(notes, "version", name),
        note(notes, "licence", name),
        inputs,
        expected,
        rows);
  }

  private static String note(Map<String, String> notes, String key, String table) {
    String note = notes.get(key);
    if (note == null) {
      throw new IllegalArgumentException(table + ": the note '" + key + "' is missing");
    }
    return note;
  }

  private static String unescape(String cell, String at) {
    if (cell.indexOf('\\') < 0) {
      return cell;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '\\') {
        check(++i < cell.length(), at, "a backslash ends a cell");
        c = switch (cell.charAt(i)) {
          case 't' -> '\t';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case '\\', '^' -> cell.charAt(i);
          default ->
            throw new IllegalArgumentException(at + ": \\" + cell.charAt(i) + " is no escape");
        };
      }
      out.append(c);
    }
    return out.toString();
  }

  private static void check(boolean holds, String at, String message) {
    if (!holds) {
      throw new IllegalArgumentException(at + ": " + message);
    }
  }
}
