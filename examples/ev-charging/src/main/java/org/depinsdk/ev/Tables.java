package org.depinsdk.ev;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.depinsdk.kit.Table.Kind.ID;
import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.kit.RunTotals;
import org.depinsdk.kit.Table;

/** A run as tables, the same on the terminal and on the page. */
final class Tables {
  private static final String TOKEN = EvRewards.TOKEN.symbol();

  private final RunSummary summary;

  Tables(RunSummary summary) {
    this.summary = summary;
  }

  /** The tables that a terminal shows. */
  List<Table> forTerminal() {
    RunTotals totals = summary.totals();
    return List.of(
        stations(), refusedByReason(), totals.rewardTable(), formulas(), totals.epochTable());
  }

  Table stations() {
    Table table = new Table("Stations")
        .note("Energy is paid by a tariff of " + EvRewards.tariff()
            + " for a signed kWh, in full for a"
            + " station that was there three quarters of the time, half for one half.")
        .columns(TEXT, "station")
        .columns(ID, "device")
        .columns(NUMBER, "kWh", TOKEN, "sessions", "refused", "there")
        .columns(TEXT, "behaviour", "protocol", "meter");
    long all = (long) summary.totals().epochs().size() * EvNetwork.INTERVALS;
    for (Charger charger : summary.chargers()) {
      DeviceId id = charger.id();
      List<String> cells = List.of(
          charger.name(),
          id.text(),
          RunSummary.kilowattHours(summary.wattHours(id) * 1000),
          RunSummary.tokens(summary.totals().earned(id)),
          String.valueOf(summary.sessions(id).size()),
          String.valueOf(summary.refused(id).size()),
          summary.intervals(id) + "/" + all,
          charger.behaviour().words(),
          charger.version().subprotocol(),
          charger.registration().assignment().key().curve().curveName());
      table.row(cells, charger.behaviour().honest() ? Map.of() : Map.of("class", "cheat"));
    }
    return table;
  }

  /** A line for each session of a station that counted. */
  Table sessions(Charger charger) {
    Table table = new Table(charger.name())
        .columns(TEXT, "session", "begin")
        .columns(NUMBER, "minutes", "kWh", "mean W", TOKEN);
    for (RunSummary.SessionLine line : summary.sessions(charger.id())) {
      table.row(
          line.name(),
          line.begin().toString(),
          String.valueOf(line.length().toMinutes()),
          RunSummary.kilowattHours(line.milliWattHours()),
          String.valueOf(line.watts()),
          RunSummary.tokens(line.paid()));
    }
    return table;
  }

  private Table refusedByReason() {
    Table table = new Table("Sessions that do not count")
        .columns(TEXT, "station", "reason")
        .columns(NUMBER, "sessions");
    for (Charger charger : summary.chargers()) {
      summary.refused(charger.id()).stream()
          .collect(groupingBy(StationEpoch.Refused::reason, TreeMap::new, counting()))
          .forEach((reason, count) -> table.row(charger.name(), reason, "" + count));
    }
    return table;
  }

  Table refused() {
    Table table = new Table("Sessions that do not count")
        .columns(TEXT, "station", "session", "reason", "what was found");
    for (Charger charger : summary.chargers()) {
      for (StationEpoch.Refused refused : summary.refused(charger.id())) {
        table.row(charger.name(), refused.session(), refused.reason(), words(refused.facts()));
      }
    }
    return table;
  }

  Table formulas() {
    Table table = new Table("The same sessions by other formulas")
        .note(
            "A station's share of what is paid for energy: by this network's tariff, by DeCharge (energy, activity and uptime) and "
                + "by Glow (energy under a capacity cap of 135 %).")
        .columns(TEXT, "station")
        .columns(NUMBER, "here", "DeCharge", "Glow");
    for (Charger charger : summary.chargers()) {
      List<String> row = new ArrayList<>(List.of(charger.name()));
      summary.shares(charger.id()).forEach(share -> row.add(RunSummary.percent(share)));
      table.row(row, Map.of());
    }
    return table;
  }

  private static String words(Map<String, String> facts) {
    List<String> words = new ArrayList<>();
    facts.forEach((name, value) ->
        words.add(name + " " + (value.length() > 48 ? value.substring(0, 46) + "…" : value)));
    return String.join(", ", words);
  }
}
