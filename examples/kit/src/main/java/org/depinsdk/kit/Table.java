package org.depinsdk.kit;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.page.PageTable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A table with a title, for a terminal and for a page. */
public final class Table {
  /** Columns of a terminal. */
  private static final int WIDTH = 80;

  private static final int GAP = 2;
  private static final int ID_WIDTH = 12;
  private static final int LEAST_TEXT = 24;

  /** What a column holds. */
  public enum Kind {
    /** Words; wrapped if there is no room for them. */
    TEXT,
    /** Numbers, with the last digits below each other. */
    NUMBER,
    /** Ids and hashes. A terminal shows the first 12 characters, by which {@code ./run explain} finds the rest. */
    ID
  }

  public record Column(String name, Kind kind) {}

  /** A row: a cell for each column, and the attributes of its element in a page. */
  public record Row(List<String> cells, Map<String, String> attributes) {}

  private final String title;
  private final List<Column> columns = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private String note = "";

  public Table(String title) {
    this.title = title;
  }

  public Table columns(Kind kind, String... names) {
    for (String name : names) {
      if (name.isEmpty() || columns.stream().anyMatch(column -> column.name().equals(name))) {
        throw new IllegalArgumentException(
            title + ": a column needs a name of its own, not '" + name + "'");
      }
      columns.add(new Column(name, kind));
    }
    return this;
  }

  public Table note(String sentences) {
    note = sentences;
    return this;
  }

  public Table row(String... cells) {
    return row(List.of(cells), Map.of());
  }

  public Table row(List<String> cells, Map<String, String> attributes) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          title + ": a row has " + cells.size() + " cells, not " + columns.size());
    }
    rows.add(new Row(cells, attributes));
    return this;
  }

  /** The table for a page. */
  public PageTable forPage() {
    return new PageTable(
        title,
        note,
        columns.stream()
            .map(column -> new PageTable.Column(
                column.name(), PageTable.Kind.valueOf(column.kind().name())))
            .toList(),
        rows.stream()
            .map(row -> new PageTable.Row(row.cells(), row.attributes()))
            .toList());
  }

  public String title() {
    return title;
  }

  public String note() {
    return note;
  }

  public List<Column> columns() {
    return List.copyOf(columns);
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** The table for a terminal of 80 columns; what does not fit beside the first column follows below it. */
  @Override
  public String toString() {
    // what strangers wrote may be in it
    return written().lines().map(EncodingException::printable).collect(joining("\n", "", "\n"));
  }

  private String written() {
    StringBuilder text = new StringBuilder(title).append('\n');
    if (!note.isEmpty()) {
      text.append(text(new int[] {WIDTH - GAP}, List.of(List.of(note))));
    }
    if (rows.isEmpty()) {
      return text.append("  none\n\n").toString();
    }
    for (int from = 1; from == 1 || from < columns.size(); ) {
      List<Integer> band = band(from);
      text.append(text(band)).append('\n');
      from += Math.max(1, band.size() - 1);
    }
    return text.toString();
  }

  // the first column, and as many from another one on as fit
  private List<Integer> band(int from) {
    List<Integer> band = new ArrayList<>(List.of(0));
    int room = WIDTH - GAP - least(0);
    for (int i = from; i < columns.size(); i++) {
      room -= GAP + least(i);
      if (room < 0 && i > from) {
        break;
      }
      band.add(i);
    }
    return band;
  }

  private int least(int column) {
    return columns.get(column).kind() == Kind.TEXT
        ? Math.min(width(column), LEAST_TEXT)
        : width(column);
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> shown(column, row.cells().get(column)).length())
        .reduce(columns.get(column).name().length(), Math::max);
  }

  private String text(List<Integer> band) {
    int[] widths = band.stream().mapToInt(this::width).toArray();
    while (IntStream.of(widths).sum() + GAP * widths.length > WIDTH) {
      // the widest column of words gives way
      int widest = IntStream.range(0, widths.length)
          .filter(i -> widths[i] > least(band.get(i)))
          .reduce((a, b) -> widths[b] > widths[a] ? b : a)
          .orElse(-1);
      if (widest < 0) {
        break;
      }
      widths[widest]--;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(line(band, widths, columns.stream().map(Column::name).toList()));
    rows.forEach(row -> lines.add(line(band, widths, row.cells())));
    return text(widths, lines);
  }

  private List<String> line(List<Integer> band, int[] widths, List<String> cells) {
    List<String> line = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String cell = shown(band.get(i), cells.get(band.get(i)));
      boolean number = columns.get(band.get(i)).kind() == Kind.NUMBER;
      line.add(number ? " ".repeat(widths[i] - cell.length()) + cell : cell);
    }
    return line;
  }

  private String shown(int column, String cell) {
    return columns.get(column).kind() == Kind.ID && cell.length() > ID_WIDTH
        ? cell.substring(0, ID_WIDTH)
        : cell;
  }

  private static String text(int[] widths, List<List<String>> lines) {
    TextTable text = TextTable.forColumns(
        Help.defaultColorScheme(Help.Ansi.OFF),
        IntStream.of(widths)
            .mapToObj(width -> new Help.Column(width + GAP, GAP, Overflow.WRAP))
            .toArray(Help.Column[]::new));
    text.indentWrappedLines = 0;
    for (List<String> line : lines) {
      text.addEmptyRow();
      int row = text.rowCount() - 1;
      for (int i = 0; i < line.size(); i++) {
        text.putValue(row, i, Help.Ansi.OFF.text(line.get(i)));
      }
    }
    // each wrapped cell adds rows, also those that another cell has added before
    return text.toString().lines().filter(line -> !line.isBlank()).collect(joining("\n", "", "\n"));
  }
}
