package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/** The run as one page that needs nothing but a browser: a map, the refusals, the rewards. */
final class HtmlReport {
  static final String FILE = "report.html";

  private final List<Fleet.AccessPoint> fleet;
  private final RunSummary summary;
  private final HexGrid grid;
  private final StringBuilder html = new StringBuilder();

  private HtmlReport(List<Fleet.AccessPoint> fleet, RunSummary summary, HexGrid grid) {
    this.fleet = fleet;
    this.summary = summary;
    this.grid = grid;
  }

  static void write(Path folder, List<Fleet.AccessPoint> fleet, RunSummary summary, HexGrid grid)
      throws IOException {
    Files.writeString(folder.resolve(FILE), new HtmlReport(fleet, summary, grid).page());
  }

  private String page() throws IOException {
    List<RunSummary.EpochLine> epochs = summary.epochs();
    RunSummary.EpochLine last = epochs.get(epochs.size() - 1);
    html.append(resource("page-head.html"));
    html.append("<header><h1>")
        .append(WifiPolicy.NETWORK)
        .append("</h1><p>")
        .append(fleet.size())
        .append(" access points, ")
        .append(epochs.size())
        .append(" epochs. Root after the last:<br><code>")
        .append(last.root())
        .append("</code></p></header>");
    html.append("<section class=map>")
        .append(new FleetMap(fleet, summary, grid).svg())
        .append(legend())
        .append("</section>");
    bars("Reports refused at the door", summary.refusals());
    bars("Evidence that did not count", summary.findings());
    rewards();
    epochs();
    html.append(
        "<footer><p>Every number here can be recomputed: <code>./run replay</code> does it from the bundles beside "
            + "this page, <code>./run explain</code> walks from any amount back to the reports.</p></footer></main>");
    return html.append("\n</html>\n").toString();
  }

  private static String legend() {
    return "<p class=legend><span class=honest></span>honest <span class=real></span>real interface "
        + "<span class=cheat></span>cheat. The larger the circle, the more it earned. Hover for details.</p>";
  }

  private void bars(String title, SortedMap<String, Long> counts) {
    html.append("<section><h2>").append(escape(title)).append("</h2>");
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
    html.append("<table class=bars>");
    counts.forEach((reason, count) -> html.append("<tr><td><code>")
        .append(escape(reason))
        .append("</code><td class=n>")
        .append(count)
        .append("<td><i style=\"width:")
        .append(count * 100 / most)
        .append("%\"></i>"));
    html.append("</table>").append(counts.isEmpty() ? "<p>None.</p>" : "").append("</section>");
  }

  private void rewards() {
    html.append("<section><h2>Rewards in ")
        .append(WifiPolicy.TOKEN.symbol())
        .append("</h2><table><tr><th>operator");
    summary.pools().forEach(pool -> html.append("<th class=n>").append(escape(pool)));
    html.append("<th class=n>sum");
    for (Map.Entry<OperatorId, TokenAmount> operator : summary.operators().entrySet()) {
      html.append("<tr><td><code>").append(operator.getKey()).append("</code>");
      summary.pools().forEach(pool -> amount(summary.paid(pool, operator.getKey())));
      amount(operator.getValue());
    }
    html.append("<tr class=sum><td>paid");
    summary.pools().forEach(pool -> amount(summary.paid(pool)));
    amount(summary.minted().minus(summary.left()));
    html.append("</table><p>Minted ")
        .append(ConsoleReport.tokens(summary.minted()))
        .append(", left ")
        .append(ConsoleReport.tokens(summary.left()))
        .append(".</p></section>");
  }

  private void epochs() {
    html.append(
        "<section><h2>Epochs</h2><table><tr><th>epoch<th class=n>accepted<th class=n>refused<th class=n>paid<th>root");
    for (RunSummary.EpochLine line : summary.epochs()) {
      html.append("<tr><td>")
          .append(line.epoch())
          .append("<td class=n>")
          .append(line.accepted())
          .append("<td class=n>")
          .append(line.refused());
      amount(line.paid());
      html.append("<td><code>").append(line.root()).append("</code>");
    }
    html.append("</table></section>");
  }

  private void amount(TokenAmount amount) {
    html.append("<td class=n>").append(ConsoleReport.tokens(amount));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  static String words(SortedMap<String, Long> counts) {
    StringJoiner words = new StringJoiner(", ");
    counts.forEach((code, count) -> words.add(count + " " + code));
    return words.toString();
  }

  private static String resource(String name) throws IOException {
    try (var in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("resource " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
