package org.depinsdk.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table on a page. All of it is words, which are escaped where they become HTML.
 *
 * @param title what it shows
 * @param note sentences in front of it, may be empty
 * @param columns its columns; the first one names the row
 * @param rows a cell for each column
 */
public record PageTable(String title, String note, List<Column> columns, List<Row> rows) {
  private static final Pattern ATTRIBUTE = Pattern.compile("class|data-[a-z]+");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9-]+/([A-Za-z0-9.-]+)");

  /** What a column holds. */
  public enum Kind {
    /** Words. */
    TEXT,
    /** Numbers, with the last digits below each other. */
    NUMBER,
    /** Ids and hashes. */
    ID,
    /** Files beside the page, such as {@code epoch-0/manifest.json}, as links. Anything else is words. */
    FILE
  }

  /**
   * A column.
   *
   * @param name its heading
   * @param kind what it holds
   */
  public record Column(String name, Kind kind) {}

  /**
   * A row.
   *
   * @param cells a cell for each column
   * @param attributes of its element: {@code class} or {@code data-…}
   */
  public record Row(List<String> cells, Map<String, String> attributes) {
    /** Copies. */
    public Row {
      cells = List.copyOf(cells);
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a row has another number of cells than there are columns, or an attribute is neither a
   *     class nor {@code data-…}
   */
  public PageTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            row.cells() + " has " + row.cells().size() + " cells, expected " + columns.size());
      }
      for (String name : row.attributes().keySet()) {
        if (!ATTRIBUTE.matcher(name).matches()) {
          throw new IllegalArgumentException("attribute " + name + ", expected class or data-…");
        }
      }
    }
  }

  /**
   * A table without rows, to add to.
   *
   * @param title what it shows
   * @param columns its columns
   * @return a builder
   */
  static Builder of(String title, Column... columns) {
    return new Builder(title, List.of(columns));
  }

  /** A column of words. */
  static Column text(String name) {
    return new Column(name, Kind.TEXT);
  }

  /** A column of numbers. */
  static Column number(String name) {
    return new Column(name, Kind.NUMBER);
  }

  /** A column of ids. */
  static Column id(String name) {
    return new Column(name, Kind.ID);
  }

  static final class Builder {
    private final String title;
    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    private Builder(String title, List<Column> columns) {
      this.title = title;
      this.columns = columns;
    }

    void row(List<String> cells) {
      rows.add(new Row(cells, Map.of()));
    }

    PageTable build(String note) {
      return new PageTable(title, note, columns, rows);
    }
  }

  /**
   * The table without title and note.
   *
   * @return an element
   */
  public String html() {
    if (rows.isEmpty()) {
      return "<p>None.</p>";
    }
    String label = Page.escape(title);
    StringBuilder html = new StringBuilder("<div class=scroll role=region tabindex=0 aria-label=\"")
        .append(label)
        .append("\"><table><caption>")
        .append(label)
        .append("</caption><thead><tr>");
    for (Column column : columns) {
      html.append(column.kind() == Kind.NUMBER ? "<th scope=col class=n>" : "<th scope=col>")
          .append(Page.escape(column.name()));
    }
    html.append("<tbody>");
    for (Row row : rows) {
      html.append("<tr");
      row.attributes().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(attribute -> html.append(' ')
              .append(attribute.getKey())
              .append("=\"")
              .append(Page.escape(attribute.getValue()))
              .append('"'));
      html.append('>');
      for (int i = 0; i < row.cells().size(); i++) {
        String name = i == 0 ? "th scope=row" : "td";
        String cell = row.cells().get(i);
        html.append(
            switch (columns.get(i).kind()) {
              case TEXT -> "<" + name + ">" + Page.escape(cell);
              case NUMBER -> "<" + name + " class=n>" + Page.escape(cell);
              case ID -> "<" + name + "><code>" + Page.escape(cell) + "</code>";
              case FILE -> "<" + name + ">" + link(cell);
            });
      }
    }
    return html.append("</table></div>").toString();
  }

  private static String link(String cell) {
    var file = FILE.matcher(cell);
    return file.matches()
        ? "<a href=\"" + cell + "\">" + file.group(1) + "</a>"
        : Page.escape(cell);
  }
}
