package org.depinsdk.ev;

import java.util.List;
import java.util.Map;
import org.depinsdk.kit.Table;
import org.depinsdk.page.Page;
import org.depinsdk.page.RunPage;

/** A run as a page: stations, sessions, refusals and payouts. */
final class EvPage {
  private final RunSummary summary;
  private final Tables tables;

  EvPage(RunSummary summary, Tables tables) {
    this.summary = summary;
    this.tables = tables;
  }

  Page page(RunPage network) {
    return network.end(network
        .map(network.begin("EV charging network: stations, sessions, refusals and payouts"))
        .tiles(tiles())
        .section(tables.stations().forPage())
        .section("Sessions", statements())
        .section(tables.refused().forPage())
        .section(summary.totals().rewardTable().forPage())
        .section(tables.formulas().forPage()));
  }

  private List<Map.Entry<String, String>> tiles() {
    long wattHours = 0;
    int sessions = 0;
    int refused = 0;
    for (Charger charger : summary.chargers()) {
      wattHours += summary.wattHours(charger.id());
      sessions += summary.sessions(charger.id()).size();
      refused += summary.refused(charger.id()).size();
    }
    return List.of(
        Map.entry("" + summary.chargers().size(), "stations"),
        Map.entry(RunSummary.kilowattHours(wattHours * 1000), "kWh that count"),
        Map.entry("" + sessions, "sessions that count"),
        Map.entry("" + refused, "sessions refused"));
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
      html.append(EvRewards.TOKEN.symbol())
          .append("</summary>")
          .append(sessions.forPage().html());
      html.append("</details>");
    }
    return html.toString();
  }
}
