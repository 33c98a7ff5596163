package org.depinsdk.wifi;

import static org.depinsdk.kit.Table.Kind.ID;
import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.kit.Table;
import org.depinsdk.rewards.TokenAmount;

/** A run as tables. */
final class WifiTables {
  private static final String SYMBOL = WifiPolicy.TOKEN.symbol();

  private final List<Fleet.AccessPoint> fleet;
  private final RunSummary summary;

  WifiTables(List<Fleet.AccessPoint> fleet, RunSummary summary) {
    this.fleet = fleet;
    this.summary = summary;
  }

  /** The tables that a terminal shows. */
  List<Table> forTerminal() {
    List<Table> tables = new ArrayList<>(
        List.of(accessPoints(), summary.totals().epochTable(), refusals(), findings()));
    if (!summary.sanctions().isEmpty()) {
      tables.add(sanctions());
    }
    tables.add(summary.totals().rewardTable());
    return tables;
  }

  private Table accessPoints() {
    Table table = new Table("Access points, with the Mbit/s that each claims and has proven")
        .columns(TEXT, "name")
        .columns(ID, "device")
        .columns(NUMBER, "cells", "claimed", "proven", SYMBOL)
        .columns(TEXT, "behaviour");
    for (Fleet.AccessPoint one : fleet) {
      DeviceId device = one.self().id();
      table.row(
          one.name(),
          device.text(),
          Long.toString(summary.coverage().cells(device)),
          mbps(one.line().claimedKbps()),
          mbps(summary.provenKbps(device)),
          tokens(summary.totals().earned(device)),
          one.behaviour().words());
    }
    return table;
  }

  /** The access points with their operators, and with what was refused or found. */
  Table accessPointsInFull() {
    Table table = new Table("Access points")
        .columns(TEXT, "name", "behaviour")
        .columns(NUMBER, "cells", "first", "claims, Mbit/s", "proven, Mbit/s", SYMBOL)
        .columns(TEXT, "refusals and findings")
        .columns(ID, "device", "operator");
    for (Fleet.AccessPoint one : fleet) {
      DeviceId device = one.self().id();
      List<String> cells = List.of(
          one.name(),
          one.behaviour().words(),
          Long.toString(summary.coverage().cells(device)),
          Long.toString(summary.coverage().first(device)),
          mbps(one.line().claimedKbps()),
          mbps(summary.provenKbps(device)),
          tokens(summary.totals().earned(device)),
          words(summary.troubles(device)),
          device.text(),
          one.self().operator().text());
      table.row(cells, Map.of("class", one.behaviour().kind(), "data-ap", "" + one.number()));
    }
    return table;
  }

  Table refusals() {
    return counts("Reports rejected at ingest, by reason", summary.refusals());
  }

  Table findings() {
    return counts(
        "Evidence that did not count, or for less than it claimed, by finding", summary.findings());
  }

  private static Table counts(String title, SortedMap<String, Long> counts) {
    Table table = new Table(title).columns(TEXT, "reason").columns(NUMBER, "count");
    counts.forEach((reason, count) -> table.row(reason, Long.toString(count)));
    return table;
  }

  Table sanctions() {
    Table table = new Table("Sanctions")
        .note(
            "A sanction has a reason, evidence, an end and an appeal. If it was wrong, what it withheld"
                + " is owed: the difference to the same epochs without it.")
        .columns(TEXT, "name", "reason", "denied", "state")
        .columns(NUMBER, "owed");
    for (SanctionLine line : summary.sanctions()) {
      table.row(
          name(line.sanction().imposed().device()),
          line.sanction().imposed().reason().text(),
          line.denied(),
          line.state(),
          tokens(line.owed()));
    }
    return table;
  }

  /** Of the real run: what a busy machine did not get done. */
  Table lost(List<Lines.Lost> tests) {
    Table table = new Table("Tests of bandwidth that were not measured")
        .columns(TEXT, "begin", "reason")
        .note("Nothing is reported of them, and nothing is held against anybody.");
    tests.forEach(one -> table.row(one.plan().start().toString(), one.reason()));
    return table;
  }

  private String name(DeviceId device) {
    return fleet.stream()
        .filter(f -> f.self().id().equals(device))
        .map(Fleet.AccessPoint::name)
        .findFirst()
        .orElseThrow();
  }

  static String mbps(long kbps) {
    return BigDecimal.valueOf(kbps, 3).setScale(1, RoundingMode.DOWN).toPlainString();
  }

  static String tokens(TokenAmount amount) {
    return WifiPolicy.TOKEN.formatFull(amount);
  }

  static String words(SortedMap<String, Long> counts) {
    StringJoiner words = new StringJoiner(", ");
    counts.forEach((code, count) -> words.add(count + " " + code));
    return words.toString();
  }
}
