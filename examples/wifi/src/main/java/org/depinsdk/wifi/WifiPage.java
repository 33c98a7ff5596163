package org.depinsdk.wifi;

import java.util.List;
import java.util.Map;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.kit.Table;
import org.depinsdk.page.Page;
import org.depinsdk.page.RunPage;

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

  Page page(RunPage network) {
    WifiTables tables = new WifiTables(fleet, summary);
    long cheats = fleet.stream().filter(f -> f.behaviour().isCheat()).count();
    Page page = network
        .begin("Wi-Fi network: who covers what, who is paid, and why")
        .style(Page.resource(WifiPage.class, "page.css"))
        .tiles(List.of(
            Map.entry("" + fleet.size(), "access points, " + cheats + " of them cheats"),
            Map.entry("" + summary.coverage().cells().size(), "cells covered")))
        .section("Coverage in the last epoch", map())
        .section(tables.accessPointsInFull().forPage())
        .section(attestations.table().forPage())
        .section(tables.findings().title(), bars(tables.findings()));
    if (!summary.sanctions().isEmpty()) {
      page.section(tables.sanctions().forPage());
    }
    return network
        .end(page.section(summary.totals().rewardTable().forPage()))
        .data(PageData.of(fleet, summary))
        .script(Page.resource(WifiPage.class, "page.js"));
  }

  private String map() {
    return """
        <div class=controls><button type=button data-view=level aria-pressed=true>signal</button>
        <button type=button data-view=paid aria-pressed=false>paid</button></div>
        <div class=legend><span><i style="background:var(--high)"></i>high</span><span><i style="background:var(--medium)"></i>medium</span>
        <span><i style="background:var(--low)"></i>low</span><span><i style="border:3px solid var(--boost)"></i>boosted</span>
        <span><i class="ap honest"></i>honest</span><span><i class="ap real"></i>real interface</span>
        <span><i class="ap misjudged"></i>banned by mistake</span><span><i class="ap cheat"></i>cheat</span>
        <span>dashed: to the place that it claims</span><span>paid: the stronger the colour, the more</span></div>
        <div class=split><div>%s</div>
        <div id=detail aria-live=polite><h3>Choose a cell or an access point</h3><p>Choose it on the map, or by its name in the table below. Each hexagon is an H3 cell of resolution %d.
        A cell shows who covers it, in which rank, and what each is paid for it; an access point shows its cells, what it earned
        and what was refused.</p></div></div>""".formatted(new HexMap(fleet, summary, grid).svg(), RadioModel.RESOLUTION);
  }

  private static String bars(Table counts) {
    long most = counts.rows().stream()
        .mapToLong(row -> Long.parseLong(row.cells().get(1)))
        .reduce(1, Math::max);
    StringBuilder html = new StringBuilder("<table class=bars><caption>")
        .append(Page.escape(counts.title()))
        .append("</caption><thead><tr><th scope=col>reason<th scope=col class=n>count<td><tbody>");
    for (Table.Row row : counts.rows()) {
      html.append("<tr><th scope=row><code>").append(Page.escape(row.cells().get(0)));
      html.append("</code><td class=n>")
          .append(row.cells().get(1))
          .append("<td aria-hidden=true><i style=\"width:");
      html.append(Long.parseLong(row.cells().get(1)) * 100 / most).append("%\"></i>");
    }
    return counts.rows().isEmpty() ? "<p>None.</p>" : html + "</table>";
  }
}
