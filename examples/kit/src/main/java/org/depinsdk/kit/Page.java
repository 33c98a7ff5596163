package org.depinsdk.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page that needs nothing but a browser. What it is given as words is escaped, what it is given as HTML is not. */
public final class Page {
  /** The page's file name. */
  public static final String FILE = "index.html";

  private final StringBuilder html = new StringBuilder();

  /** A page with a heading. The lead is HTML; the style is beside that of every page. */
  public Page(String title, String lead, String style) {
    html.append("<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n")
        .append("<meta name=viewport content=\"width=device-width, initial-scale=1\">\n<title>")
        .append(escape(title))
        .append("</title>\n<style>\n")
        .append(resource(Page.class, "page.css"))
        .append(style)
        .append("</style>\n<main>\n<header><h1>")
        .append(escape(title))
        .append("</h1><p>")
        .append(lead)
        .append("</p></header>\n");
  }

  /** Adds figures: of each, the number and what it counts. */
  public Page tiles(List<List<String>> tiles) {
    html.append("<div class=tiles>");
    for (List<String> tile : tiles) {
      html.append("<div><b>").append(escape(tile.get(0))).append("</b>");
      html.append(escape(tile.get(1))).append("</div>");
    }
    html.append("</div>\n");
    return this;
  }

  public Page section(Table table) {
    String note = table.note().isEmpty() ? "" : "<p>" + escape(table.note()) + "</p>";
    return section(table.title(), note + html(table));
  }

  /** Adds a section whose content is HTML. */
  public Page section(String title, String content) {
    html.append("<section><h2>").append(escape(title)).append("</h2>").append(content);
    html.append("</section>\n");
    return this;
  }

  public Page script(String script) {
    html.append("<script>\n").append(script).append("</script>\n");
    return this;
  }

  /** Writes {@link #FILE} into a folder. */
  public void write(Path folder) throws IOException {
    html.append(
            "<footer><p>Every number here can be recomputed: <code>./run replay</code> does it ")
        .append("from the bundles beside this page, <code>./run explain</code> lists what an ")
        .append("amount came from, down to the signed reports.</p></footer>\n</main>\n</html>\n");
    Files.writeString(folder.resolve(FILE), html, StandardCharsets.UTF_8);
  }

  /** A table as HTML. */
  public static String html(Table table) {
    if (table.rows().isEmpty()) {
      return "<p>None.</p>";
    }
    StringBuilder html = new StringBuilder("<div class=scroll tabindex=0><table><thead><tr>");
    for (Table.Column column : table.columns()) {
      html.append(column.kind() == Table.Kind.NUMBER ? "<th scope=col class=n>" : "<th scope=col>");
      html.append(escape(column.name()));
    }
    html.append("<tbody>");
    for (Table.Row row : table.rows()) {
      html.append("<tr");
      row.attributes()
          .forEach((name, value) ->
              html.append(' ').append(name).append("=\"").append(escape(value)).append('"'));
      html.append('>');
      for (int i = 0; i < row.cells().size(); i++) {
        String cell = escape(row.cells().get(i));
        html.append(
            switch (table.columns().get(i).kind()) {
              case TEXT -> "<td>" + cell;
              case NUMBER -> "<td class=n>" + cell;
              case ID -> "<td><code>" + cell + "</code>";
            });
      }
    }
    return html.append("</table></div>").toString();
  }

  /** Words as HTML that shows them, in an element and in an attribute. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** A file in the package of a class. */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the resource " + name + " cannot be read", e);
    }
  }
}
