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
import org.depinsdk.core.identity.DeviceId;
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
    html.append(resource("page-head.html"));
    head();
    map();
    accessPoints();
    html.append("<div class=pair>");
    bars("Reports refused at the door", summary.refusals());
    bars("Evidence that did not count, or for less", summary.findings());
    html.append("</div>");
    sanctions();
    rewards();
    epochs();
    html.append(
            "<footer><p>Every number here can be recomputed: <code>./run replay</code> does it from the bundles beside "
                + "this page, <code>./run explain</code> walks from any amount back to the reports.</p></footer></main>\n<script>\n")
        .append(PageData.of(fleet, summary))
        .append(resource("page.js"))
        .append("</script>");
    return html.append("\n</html>\n").toString();
  }

  private void head() {
    List<RunSummary.EpochLine> epochs = summary.epochs();
    long refused = epochs.stream().mapToLong(RunSummary.EpochLine::refused).sum();
    long accepted = epochs.stream().mapToLong(RunSummary.EpochLine::accepted).sum();
    long cheats = fleet.stream().filter(f -> f.behaviour().isCheat()).count();
    html.append(
            "<h1>Wi-Fi network: who covers what, who is paid, and why</h1><p class=soft>Root after the last epoch <code>")
        .append(epochs.get(epochs.size() - 1).root())
        .append("</code></p><div class=tiles>");
    tile(fleet.size() + "", "access points, " + cheats + " of them cheats");
    tile(epochs.size() + "", "epochs");
    tile(accepted + "", "reports admitted, " + refused + " refused");
    tile(summary.coverage().cells().size() + "", "cells covered");
    tile(
        ConsoleReport.tokens(summary.minted().minus(summary.left())),
        WifiPolicy.TOKEN.symbol() + " paid of " + ConsoleReport.tokens(summary.minted()));
    html.append("</div>");
  }

  private void tile(String number, String words) {
    html.append("<div><b>")
        .append(number)
        .append("</b><span>")
        .append(words)
        .append("</span></div>");
  }

  private void map() {
    html.append(
            "<section><h2>Coverage in the last epoch</h2><div class=controls>"
                + "<button type=button data-view=level aria-pressed=true>signal</button> "
                + "<button type=button data-view=paid aria-pressed=false>paid</button></div>"
                + "<div class=legend><span><i style=\"background:var(--high)\"></i>high</span>"
                + "<span><i style=\"background:var(--medium)\"></i>medium</span>"
                + "<span><i style=\"background:var(--low)\"></i>low</span>"
                + "<span><i style=\"border:3px solid var(--boost)\"></i>boosted</span>"
                + "<span><i class=\"ap honest\"></i>honest</span><span><i class=\"ap real\"></i>real interface</span>"
                + "<span><i class=\"ap misjudged\"></i>banned by mistake</span><span><i class=\"ap cheat\"></i>cheat</span>"
                + "<span>dashed: to where it says that it stands</span><span>paid: the darker, the more</span></div><div class=split><div>")
        .append(new HexMap(fleet, summary, grid).svg())
        .append(
            "</div><div id=detail><h2>Choose a cell or an access point</h2><p class=soft>Each hexagon is an H3 cell of "
                + "resolution ")
        .append(RadioModel.RESOLUTION)
        .append(
            ". A cell shows who covers it, in which rank, and what each is paid for it; an access point shows its cells, "
                + "what it earned and what was refused.</p></div></div></section>");
  }

  private void accessPoints() {
    html.append(
        "<section><h2>Access points</h2><div class=scroll><table><tr><th>access point<th>behaviour<th class=n>cells"
            + "<th class=n>first<th class=n>earned<th>refusals and findings");
    for (Fleet.AccessPoint one : fleet) {
      DeviceId device = one.self().id();
      html.append("<tr data-ap=")
          .append(one.number())
          .append("><td><span class=\"dot ")
          .append(kind(one.behaviour()))
          .append("\"></span>")
          .append(one.name())
          .append("<td>")
          .append(escape(one.behaviour().words()))
          .append("<td class=n>")
          .append(summary.coverage().cells(device))
          .append("<td class=n>")
          .append(summary.coverage().first(device));
      amount(summary.earned(device));
      html.append("<td class=soft>").append(escape(words(summary.troubles(device))));
    }
    html.append("</table></div></section>");
  }

  private void sanctions() {
    if (summary.sanctions().isEmpty()) {
      return;
    }
    html.append(
        "<section><h2>Sanctions</h2><div class=scroll><table><tr><th>access point<th>reason<th>denied<th>since"
            + "<th>state<th class=n>owed");
    for (SanctionLine line : summary.sanctions()) {
      html.append("<tr><td>")
          .append(ConsoleReport.name(fleet, line))
          .append("<td><code>")
          .append(line.sanction().imposed().reason())
          .append("</code><td>")
          .append(line.denied())
          .append("<td>")
          .append(line.sanction().imposed().at())
          .append("<td>")
          .append(line.state());
      amount(line.owed());
    }
    html.append(
        "</table></div><p class=soft>A sanction has a reason, evidence, an end and an appeal. What it withheld is owed "
            + "where it was wrong: the difference to the same epochs without it.</p></section>");
  }

  /** The class of an access point in the page. */
  static String kind(Fleet.Behaviour behaviour) {
    return switch (behaviour) {
      case HONEST -> "honest";
      case REAL_INTERFACE -> "real";
      case MISJUDGED -> "misjudged";
      default -> "cheat";
    };
  }

  private void bars(String title, SortedMap<String, Long> counts) {
    html.append("<section><h2>").append(escape(title)).append("</h2><div class=scroll>");
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
    html.append("<table class=bars>");
    counts.forEach((reason, count) -> html.append("<tr><td><code>")
        .append(escape(reason))
        .append("</code><td class=n>")
        .append(count)
        .append("<td><i style=\"width:")
        .append(count * 100 / most)
        .append("%\"></i>"));
    html.append("</table>")
        .append(counts.isEmpty() ? "<p>None.</p>" : "")
        .append("</div></section>");
  }

  private void rewards() {
    html.append("<section><h2>Rewards in ")
        .append(WifiPolicy.TOKEN.symbol())
        .append("</h2><div class=scroll><table><tr><th>operator");
    summary.pools().forEach(pool -> html.append("<th class=n>").append(escape(pool)));
    html.append("<th class=n>sum");
    for (Map.Entry<OperatorId, TokenAmount> operator : summary.operators().entrySet()) {
      boolean treasury = operator.getKey().equals(WifiPolicy.TREASURY);
      html.append("<tr><td><code title=\"")
          .append(operator.getKey())
          .append("\">")
          .append(treasury ? "treasury" : ConsoleReport.brief(operator.getKey()))
          .append("</code>");
      summary.pools().forEach(pool -> amount(summary.paid(pool, operator.getKey())));
      amount(operator.getValue());
    }
    html.append("<tr class=sum><td>paid");
    summary.pools().forEach(pool -> amount(summary.paid(pool)));
    amount(summary.minted().minus(summary.left()));
    html.append("</table></div><p class=soft>Minted ")
        .append(ConsoleReport.tokens(summary.minted()))
        .append(", left ")
        .append(ConsoleReport.tokens(summary.left()))
        .append(".</p></section>");
  }

  private void epochs() {
    html.append(
        "<section><h2>Epochs</h2><div class=scroll><table><tr><th>epoch<th class=n>accepted<th class=n>refused<th class=n>paid<th>root");
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
    html.append("</table></div></section>");
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
