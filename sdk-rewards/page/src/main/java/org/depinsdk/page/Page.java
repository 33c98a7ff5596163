package org.depinsdk.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A page that needs nothing but a browser: one file that asks for no other, whose policy for its content lets no script run but its
 * own. What it is given as words is escaped, what it is given as HTML is not. It can be read without its script.
 */
public final class Page {
  /** The page's file name. */
  public static final String FILE = "index.html";

  private final String title;
  private final StringBuilder style = new StringBuilder(resource(Page.class, "page.css"));
  private final StringBuilder script = new StringBuilder(resource(Page.class, "page.js"));
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final List<String> titles = new ArrayList<>();
  private String footer = "";

  /**
   * A page without content.
   *
   * @param title its heading
   */
  public Page(String title) {
    this.title = title;
  }

  /**
   * Adds style.
   *
   * @param css beside that of every page
   * @return this
   */
  public Page style(String css) {
    style.append(css);
    return this;
  }

  /**
   * Adds to the script.
   *
   * @param javaScript beside that of every page
   * @return this
   */
  public Page script(String javaScript) {
    script.append(javaScript);
    return this;
  }

  /**
   * Adds data for the script, as the element {@code data}.
   *
   * @param json a JSON document
   * @return this
   */
  public Page data(String json) {
    // JSON has a second form of the one character that could end the element
    body.append("<script type=\"application/json\" id=data>")
        .append(json.replace("<", "\\u003c"))
        .append("</script>\n");
    return this;
  }

  /**
   * Adds facts below the heading.
   *
   * @param facts what a fact is of, and the fact
   * @return this
   */
  public Page facts(List<Map.Entry<String, String>> facts) {
    head.append("<dl class=facts>");
    facts.forEach(fact -> head.append("<div><dt>")
        .append(escape(fact.getKey()))
        .append("<dd>")
        .append(escape(fact.getValue()))
        .append("</div>"));
    head.append("</dl>\n");
    return this;
  }

  /**
   * Adds figures below the heading.
   *
   * @param figures of each, the number and what it counts
   * @return this
   */
  public Page tiles(List<Map.Entry<String, String>> figures) {
    head.append("<div class=tiles>");
    figures.forEach(figure -> head.append("<div><b>")
        .append(escape(figure.getKey()))
        .append("</b>")
        .append(escape(figure.getValue()))
        .append("</div>"));
    head.append("</div>\n");
    return this;
  }

  /**
   * Adds a table as a section of its own.
   *
   * @param table the table
   * @return this
   */
  public Page section(PageTable table) {
    String note = table.note().isEmpty() ? "" : "<p>" + escape(table.note()) + "</p>";
    return section(table.title(), note + table.html());
  }

  /**
   * Adds a section.
   *
   * @param heading its heading
   * @param html its content
   * @return this
   */
  public Page section(String heading, String html) {
    titles.add(heading);
    body.append("<section id=s")
        .append(titles.size())
        .append(" aria-labelledby=h")
        .append(titles.size())
        .append("><h2 id=h")
        .append(titles.size())
        .append('>')
        .append(escape(heading))
        .append("</h2>")
        .append(html)
        .append("</section>\n");
    return this;
  }

  /**
   * Sets the words at the end.
   *
   * @param html sentences
   * @return this
   */
  public Page footer(String html) {
    footer = html;
    return this;
  }

  /**
   * The whole page.
   *
   * @return an HTML document
   */
  public String html() {
    StringBuilder nav = new StringBuilder("<nav aria-label=\"On this page\">");
    for (int i = 0; i < titles.size(); i++) {
      nav.append("<a href=#s").append(i + 1).append('>').append(escape(titles.get(i)));
      nav.append("</a> ");
    }
    return "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
        + "<meta http-equiv=Content-Security-Policy content=\"" + contentPolicy() + "\">\n"
        + "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n<title>"
        + escape(title) + "</title>\n<link rel=icon href=\"data:,\">\n<style>\n" + style
        + "</style>\n</head>\n<body>\n<header><h1>" + escape(title) + "</h1>\n" + head + nav
        + "</nav></header>\n<main>\n" + body + "</main>\n<footer>" + footer
        + "</footer>\n<script>" + script + "</script>\n</body>\n</html>\n";
  }

  /**
   * What a browser may do for the page: run its script, and nothing else.
   *
   * @return a {@code Content-Security-Policy}
   */
  public String contentPolicy() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest(script.toString().getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"
          + Base64.getEncoder().encodeToString(hash)
          + "'; base-uri 'none'; form-action 'self'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * Words as HTML that shows them, in an element and in an attribute with quotes.
   *
   * @param words any
   * @return without characters that HTML gives a meaning
   */
  public static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * A file in the package of a class.
   *
   * @param beside the class
   * @param name the file's name
   * @return its content
   * @throws IllegalStateException if the jar lacks the file
   */
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
