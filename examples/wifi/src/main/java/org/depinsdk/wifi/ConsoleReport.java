package org.depinsdk.wifi;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/** The run as tables in a terminal. */
final class ConsoleReport {
  private final PrintStream out;

  ConsoleReport(PrintStream out) {
    this.out = out;
  }

  void print(List<Fleet.AccessPoint> fleet, RunSummary summary, Path folder) {
    devices(fleet, summary);
    epochs(summary);
    counts("Reports refused at the door, by reason", summary.refusals());
    counts(
        "Evidence that did not count, or for less than it claimed, by finding", summary.findings());
    sanctions(fleet, summary);
    rewards(summary);
    List<RunSummary.EpochLine> epochs = summary.epochs();
    out.println("Root      " + epochs.get(epochs.size() - 1).root());
    out.println("Bundles   " + folder);
    out.println("Page      " + folder.resolve(HtmlReport.FILE));
    out.println();
    out.println("Next:  ./run replay " + folder);
    out.println("       ./run explain " + folder + " "
        + fleet.get(fleet.size() - 1).self().id());
  }

  private void devices(List<Fleet.AccessPoint> fleet, RunSummary summary) {
    Table table = new Table(
        "access point",
        "device",
        "operator",
        "cells",
        "first",
        "earned " + WifiPolicy.TOKEN.symbol(),
        "behaviour");
    for (Fleet.AccessPoint one : fleet) {
      table.row(
          one.name(),
          one.self().id().text().substring(0, 12) + "…",
          brief(one.self().operator()),
          Long.toString(summary.coverage().cells(one.self().id())),
          Long.toString(summary.coverage().first(one.self().id())),
          tokens(summary.earned(one.self().id())),
          one.behaviour().words());
    }
    section("Access points", table);
  }

  private void epochs(RunSummary summary) {
    Table table = new Table("epoch", "accepted", "refused", "minted", "paid", "left", "root");
    for (RunSummary.EpochLine line : summary.epochs()) {
      table.row(
          Long.toString(line.epoch()),
          Long.toString(line.accepted()),
          Long.toString(line.refused()),
          tokens(line.minted()),
          tokens(line.paid()),
          tokens(line.left()),
          line.root().substring(0, 18) + "…");
    }
    section("Epochs", table);
  }

  private void counts(String title, SortedMap<String, Long> counts) {
    Table table = new Table("reason", "count");
    counts.forEach((reason, count) -> table.row(reason, Long.toString(count)));
    section(title, table);
  }

  private void sanctions(List<Fleet.AccessPoint> fleet, RunSummary summary) {
    if (summary.sanctions().isEmpty()) {
      return;
    }
    Table table = new Table("access point", "reason", "denied", "state", "owed");
    for (SanctionLine line : summary.sanctions()) {
      table.row(
          name(fleet, line),
          line.sanction().imposed().reason().text(),
          line.denied(),
          line.state(),
          tokens(line.owed()));
    }
    section("Sanctions", table);
  }

  static String name(List<Fleet.AccessPoint> fleet, SanctionLine line) {
    return fleet.stream()
        .filter(f -> f.self().id().equals(line.sanction().imposed().device()))
        .map(Fleet.AccessPoint::name)
        .findFirst()
        .orElseThrow();
  }

  private void rewards(RunSummary summary) {
    List<String> pools = summary.pools();
    List<String> head = new ArrayList<>(pools);
    head.add(0, "operator");
    head.add("sum");
    Table table = new Table(head.toArray(String[]::new));
    for (Map.Entry<OperatorId, TokenAmount> operator : summary.operators().entrySet()) {
      List<String> row = new ArrayList<>();
      row.add(
          operator.getKey().equals(WifiPolicy.TREASURY) ? "treasury" : brief(operator.getKey()));
      for (String pool : pools) {
        row.add(tokens(summary.paid(pool, operator.getKey())));
      }
      row.add(tokens(operator.getValue()));
      table.row(row.toArray(String[]::new));
    }
    List<String> total = new ArrayList<>(List.of("paid"));
    TokenAmount sum = TokenAmount.ZERO;
    for (String pool : pools) {
      TokenAmount inPool = summary.paid(pool);
      sum = sum.plus(inPool);
      total.add(tokens(inPool));
    }
    total.add(tokens(sum));
    table.rule().row(total.toArray(String[]::new));
    section("Rewards in " + WifiPolicy.TOKEN.symbol(), table);
    out.println("paid " + tokens(sum) + " + left " + tokens(summary.left()) + " = minted "
        + tokens(summary.minted()));
    out.println();
  }

  private void section(String title, Table table) {
    out.println(title);
    out.println(table);
  }

  static String tokens(TokenAmount amount) {
    return new BigDecimal(amount.toBigInteger(), WifiPolicy.TOKEN.decimals()).toPlainString();
  }

  static String brief(OperatorId operator) {
    return operator.text().substring(0, 8) + "…" + operator.text().substring(38);
  }
}
