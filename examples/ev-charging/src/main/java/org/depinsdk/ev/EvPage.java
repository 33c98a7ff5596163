package org.depinsdk.ev;

import java.util.List;
import org.depinsdk.kit.Page;
import org.depinsdk.kit.Table;

/** A run as a page: stations, sessions, refusals and payouts. */
final class EvPage {
  private final RunSummary summary;
  private final Tables tables;

  EvPage(RunSummary summary, Tables tables) {
    this.summary = summary;
    this.tables = tables;
  }

  Page page() {
    return new Page(
            "EV charging network: stations, sessions, refusals and payouts",
            summary.totals().lead(),
            "")
        .tiles(tiles())
        .section(tables.stations())
        .section("Sessions", statements())
        .section(tables.refused())
        .section(summary.totals().rewardTable())
        .section(tables.formulas())
        .section(summary.totals().epochTable());
  }

  private List<List<String>> tiles() {
    long wattHours = 0;
    int sessions = 0;
    int refused = 0;
    for (Charger charger : summary.chargers()) {
      wattHours += summary.wattHours(charger.id());
      sessions += summary.sessions(charger.id()).size();
      refused += summary.refused(charger.id()).size();
    }
    return List.of(
        List.of("" + summary.chargers().size(), "stations"),
        List.of(RunSummary.kilowattHours(wattHours * 1000), "kWh that count"),
        List.of("" + sessions, "sessions that count"),
        List.of("" + refused, "sessions refused"));
  }

  private String statements() {
    StringBuilder html =
        new StringBuilder("<p>For each station, what its meter signed, and what that paid.</p>");
    for (Charger charger : summary.chargers()) {
      Table sessions = tables.sessions(charger);
      html.append("<details><summary><b>").append(Page.escape(charger.name())).append("</b> ");
      html.append(sessions.rows().size()).append(" sessions, ");
      html.append(RunSummary.kilowattHours(summary.wattHours(charger.id()) * 1000))
          .append(" kWh, ");
      html.append(RunSummary.tokens(summary.totals().earned(charger.id(), EvRewards.ENERGY)))
          .append(' ');
      html.append(EvRewards.TOKEN.symbol()).append("</summary>").append(Page.html(sessions));
      html.append("</details>");
    }
    return html.toString();
  }
}
