package org.depinsdk.wifi;

import java.util.List;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.kit.Page;
import org.depinsdk.kit.RunTotals;
import org.depinsdk.kit.Table;

/** A run as a page: a map, what was refused, the rewards. */
final class WifiPage {
  private final List<Fleet.AccessPoint> fleet;
  private final RunSummary summary;
  private final AttestationTable attestations;
  private final HexGrid grid;

  WifiPage(
      List<Fleet.AccessPoint> fleet,
      RunSummary summary,
      AttestationTable attestations,
      HexGrid grid) {
    this.fleet = fleet;
    this.summary = summary;
    this.attestations = attestations;
    this.grid = grid;
  }

  Page page() {
    WifiTables tables = new WifiTables(fleet, summary);
    Page page = new Page(
            "Wi-Fi network: who covers what, who is paid, and why",
            summary.totals().lead(),
            Page.resource(WifiPage.class, "page.css"))
        .tiles(tiles())
        .section("Coverage in the last epoch", map())
        .section(tables.accessPointsInFull())
        .section(attestations.table())
        .section(tables.refusals().title(), bars(tables.refusals()))
        .section(tables.findings().title(), bars(tables.findings()));
    if (!summary.sanctions().isEmpty()) {
      page.section(tables.sanctions());
    }
    return page.section(summary.totals().rewardTable())
        .section(summary.totals().epochTable())
        .script(PageData.of(fleet, summary) + Page.resource(WifiPage.class, "page.js"));
  }

  private List<List<String>> tiles() {
    RunTotals totals = summary.totals();
    List<RunTotals.EpochLine> epochs = totals.epochs();
    long refused = epochs.stream().mapToLong(RunTotals.EpochLine::refused).sum();
    long accepted = epochs.stream().mapToLong(RunTotals.EpochLine::accepted).sum();
    long cheats = fleet.stream().filter(f -> f.behaviour().isCheat()).count();
    return List.of(
        List.of("" + fleet.size(), "access points, " + cheats + " of them cheats"),
        List.of("" + epochs.size(), "epochs"),
        List.of("" + accepted, "reports admitted, " + refused + " refused"),
        List.of("" + summary.coverage().cells().size(), "cells covered"),
        List.of(
            WifiTables.tokens(totals.paid()),
            WifiPolicy.TOKEN.symbol() + " paid of " + WifiTables.tokens(totals.minted())));
  }

  private String map() {
    return """
        <div class=controls><button type=button data-view=level aria-pressed=true>signal</button>
        <button type=button data-view=paid aria-pressed=false>paid</button></div>
        <div class=legend><span><i style="background:var(--high)"></i>high</span><span><i style="background:var(--medium)"></i>medium</span>
        <span><i style="background:var(--low)"></i>low</span><span><i style="border:3px solid var(--boost)"></i>boosted</span>
        <span><i class="ap honest"></i>honest</span><span><i class="ap real"></i>real interface</span>
        <span><i class="ap misjudged"></i>banned by mistake</span><span><i class="ap cheat"></i>cheat</span>
        <span>dashed: to where it says that it stands</span><span>paid: the stronger the colour, the more</span></div>
        <div class=split><div>%s</div>
        <div id=detail aria-live=polite><h2>Choose a cell or an access point</h2><p>Each hexagon is an H3 cell of resolution %d.
        A cell shows who covers it, in which rank, and what each is paid for it; an access point shows its cells, what it earned
        and what was refused.</p></div></div>""".formatted(new HexMap(fleet, summary, grid).svg(), RadioModel.RESOLUTION);
  }

  private static String bars(Table counts) {
    long most = counts.rows().stream()
        .mapToLong(row -> Long.parseLong(row.cells().get(1)))
        .reduce(1, Math::max);
    StringBuilder html = new StringBuilder("<table class=bars>");
    for (Table.Row row : counts.rows()) {
      html.append("<tr><td><code>").append(Page.escape(row.cells().get(0)));
      html.append("</code><td class=n>").append(row.cells().get(1)).append("<td><i style=\"width:");
      html.append(Long.parseLong(row.cells().get(1)) * 100 / most).append("%\"></i>");
    }
    return html + (counts.rows().isEmpty() ? "<tr><td>None." : "") + "</table>";
  }
}
