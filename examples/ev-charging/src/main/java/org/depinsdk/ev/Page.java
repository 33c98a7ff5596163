package org.depinsdk.ev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import org.depinsdk.ev.Tables.Table;

/** A run as one page that needs nothing but a browser: stations, sessions, refusals and payouts. */
final class Page {
  static final String FILE = "index.html";

  private final Outcome outcome;
  private final Tables tables;
  private final StringBuilder html = new StringBuilder();

  private Page(Outcome outcome) {
    this.outcome = outcome;
    this.tables = new Tables(outcome);
  }

  static void write(Path folder, Outcome outcome) throws IOException {
    Files.writeString(folder.resolve(FILE), new Page(outcome).page(), StandardCharsets.UTF_8);
  }

  private String page() throws IOException {
    html.append(head())
        .append("<header><h1>EV charging network</h1><p>Root after the last epoch<br><code>")
        .append(escape(outcome.root()))
        .append("</code></p></header>");
    tiles();
    section(tables.stations(), row -> !outcome.chargers().get(row).behaviour().honest());
    statements();
    section(tables.refused());
    section(tables.payouts());
    section(tables.formulas());
    section(tables.epochs());
    return html.append(
            "<footer><p>Every number here can be recomputed: <code>./run replay</code> does it from the ")
        .append(
            "bundles beside this page, <code>./run explain</code> walks from any amount back to the signed ")
        .append("records.</p></footer></main></html>\n")
        .toString();
  }

  private void tiles() {
    long wattHours = 0;
    int sessions = 0;
    int refused = 0;
    for (Charger charger : outcome.chargers()) {
      wattHours += outcome.wattHours(charger.id());
      sessions += outcome.sessions(charger.id()).size();
      refused += outcome.refused(charger.id()).size();
    }
    html.append("<div class=tiles>");
    tile(String.valueOf(outcome.chargers().size()), "stations");
    tile(Outcome.kilowattHours(wattHours * 1000), "kWh that count");
    tile(String.valueOf(sessions), "sessions that count");
    tile(String.valueOf(refused), "sessions refused");
    html.append("</div>");
  }

  private void tile(String number, String what) {
    html.append("<div><b>").append(number).append("</b>").append(what).append("</div>");
  }

  private void statements() {
    html.append(
        "<section><h2>Sessions</h2><p>The statement of each station: what its meter signed, and what that paid.</p>");
    for (Charger charger : outcome.chargers()) {
      Table sessions = tables.sessions(charger);
      html.append("<details><summary><b>")
          .append(escape(charger.name()))
          .append("</b> ")
          .append(sessions.rows().size())
          .append(" sessions, ")
          .append(Outcome.kilowattHours(outcome.wattHours(charger.id()) * 1000))
          .append(" kWh, ")
          .append(Outcome.tokens(outcome.earned(charger.id(), EvRewards.ENERGY)))
          .append(' ')
          .append(EvRewards.TOKEN.symbol())
          .append("</summary>");
      table(sessions, row -> false);
      html.append("</details>");
    }
    html.append("</section>");
  }

  private void section(Table table) {
    section(table, row -> false);
  }

  private void section(Table table, IntPredicate cheat) {
    html.append("<section><h2>").append(escape(table.title())).append("</h2>");
    if (!table.note().isEmpty()) {
      html.append("<p>").append(escape(table.note())).append("</p>");
    }
    table(table, cheat);
    html.append("</section>");
  }

  private void table(Table table, IntPredicate cheat) {
    html.append("<div class=scroll><table><thead><tr>");
    for (int i = 0; i < table.head().size(); i++) {
      html.append(table.number(i) ? "<th class=n>" : "<th>").append(escape(table.heading(i)));
    }
    html.append("<tbody>");
    for (int number = 0; number < table.rows().size(); number++) {
      List<String> row = table.rows().get(number);
      html.append(cheat.test(number) ? "<tr class=cheat>" : "<tr>");
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        html.append(table.number(i) ? "<td class=n>" : "<td>");
        // roots, accounts and reasons are for copying
        boolean code = cell.startsWith("0x") || cell.startsWith("metering.");
        html.append(code ? "<code>" + escape(cell) + "</code>" : escape(cell));
      }
    }
    html.append("</table></div>").append(table.rows().isEmpty() ? "<p>None.</p>" : "");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String head() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("page-head.html")) {
      if (in == null) {
        throw new IOException("resource page-head.html is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
