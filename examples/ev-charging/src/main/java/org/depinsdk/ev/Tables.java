package org.depinsdk.ev;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.rewards.TokenAmount;

/** The tables of a run, the same on the terminal and on the page. */
final class Tables {
  /**
   * One table.
   *
   * @param title its heading
   * @param note what a reader should know, possibly empty
   * @param head the columns; those that begin with {@code #} hold numbers
   * @param rows the cells
   */
  record Table(String title, String note, List<String> head, List<List<String>> rows) {
    boolean number(int column) {
      return head.get(column).startsWith("#");
    }

    String heading(int column) {
      return number(column) ? head.get(column).substring(1) : head.get(column);
    }
  }

  private static final String TOKEN = EvRewards.TOKEN.symbol();

  private final Outcome outcome;

  Tables(Outcome outcome) {
    this.outcome = outcome;
  }

  Table stations() {
    List<List<String>> rows = new ArrayList<>();
    long all = (long) outcome.epochs().size() * EvNetwork.INTERVALS;
    for (Charger charger : outcome.chargers()) {
      DeviceId id = charger.id();
      rows.add(List.of(
          charger.name(),
          Outcome.kilowattHours(outcome.wattHours(id) * 1000),
          Outcome.tokens(outcome.earned(id)),
          String.valueOf(outcome.sessions(id).size()),
          String.valueOf(outcome.refused(id).size()),
          outcome.intervals(id) + "/" + all,
          charger.behaviour().words(),
          charger.version().subprotocol(),
          charger.registration().assignment().key().curve().curveName()));
    }
    return new Table(
        "Stations",
        "",
        List.of(
            "station",
            "#kWh",
            "#" + TOKEN,
            "#sessions",
            "#refused",
            "#there",
            "behaviour",
            "speaks",
            "meter"),
        rows);
  }

  /** The statement of a station: a line for each session that counted. */
  Table sessions(Charger charger) {
    List<List<String>> rows = new ArrayList<>();
    for (Outcome.SessionLine line : outcome.sessions(charger.id())) {
      rows.add(List.of(
          line.name(),
          line.begin().toString(),
          String.valueOf(line.length().toMinutes()),
          Outcome.kilowattHours(line.milliWattHours()),
          String.valueOf(line.watts()),
          Outcome.tokens(line.paid())));
    }
    return new Table(
        charger.name(),
        "",
        List.of("session", "begin", "#minutes", "#kWh", "#mean W", "#" + TOKEN),
        rows);
  }

  Table allSessions() {
    List<List<String>> rows = new ArrayList<>();
    outcome.chargers().forEach(charger -> rows.addAll(sessions(charger).rows()));
    return new Table(
        "Sessions that count", "", sessions(outcome.chargers().get(0)).head(), rows);
  }

  Table refused() {
    List<List<String>> rows = new ArrayList<>();
    for (Charger charger : outcome.chargers()) {
      for (StationEpoch.Refused refused : outcome.refused(charger.id())) {
        rows.add(
            List.of(charger.name(), refused.session(), refused.reason(), words(refused.facts())));
      }
    }
    return new Table(
        "Sessions that do not",
        "",
        List.of("station", "session", "reason", "what was found"),
        rows);
  }

  Table payouts() {
    List<List<String>> rows = new ArrayList<>();
    outcome
        .paid()
        .forEach((operator, pools) -> rows.add(List.of(
            operator.text(),
            Outcome.tokens(pools.getOrDefault(EvRewards.ENERGY, TokenAmount.ZERO)),
            Outcome.tokens(pools.getOrDefault(EvRewards.AVAILABILITY, TokenAmount.ZERO)),
            Outcome.tokens(Outcome.sum(pools)))));
    return new Table(
        "Payouts in " + TOKEN,
        "Energy is paid by a tariff of " + EvRewards.tariff()
            + " for a signed kWh, in full for a station that was there three quarters of the time, half for one half.",
        List.of("operator", "#energy", "#availability", "#sum"),
        rows);
  }

  Table formulas() {
    List<List<String>> rows = new ArrayList<>();
    for (Charger charger : outcome.chargers()) {
      List<String> row = new ArrayList<>(List.of(charger.name()));
      outcome.shares(charger.id()).forEach(share -> row.add(Outcome.percent(share)));
      rows.add(row);
    }
    return new Table(
        "The same sessions by other formulas",
        "A station's share of what is paid for energy: by this network's tariff, by DeCharge (energy, activity and uptime) and "
            + "by Glow (energy under a capacity cap of 135 %).",
        List.of("station", "#here", "#DeCharge", "#Glow"),
        rows);
  }

  Table epochs() {
    List<List<String>> rows = new ArrayList<>();
    for (Outcome.EpochLine line : outcome.epochs()) {
      rows.add(List.of(
          String.valueOf(line.epoch()),
          Outcome.tokens(line.minted()),
          Outcome.tokens(line.paid()),
          Outcome.tokens(line.left()),
          line.root()));
    }
    return new Table(
        "Epochs",
        "What a pool cannot pay is carried into the next epoch.",
        List.of("epoch", "#minted", "#paid", "#left", "root"),
        rows);
  }

  void print(PrintStream out) {
    List.of(stations(), allSessions(), refused(), payouts(), formulas(), epochs())
        .forEach(table -> print(table, out));
  }

  private static void print(Table table, PrintStream out) {
    out.println(table.title());
    if (!table.note().isEmpty()) {
      out.println("  " + table.note());
    }
    int columns = table.head().size();
    List<List<String>> all = new ArrayList<>(table.rows());
    List<String> head = new ArrayList<>();
    int[] widths = new int[columns];
    for (int i = 0; i < columns; i++) {
      head.add(table.heading(i));
    }
    all.add(0, head);
    for (List<String> row : all) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < columns; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        line.append(' ')
            .append(table.number(i) ? blanks + row.get(i) : row.get(i) + blanks)
            .append(' ');
      }
      out.println(line.toString().stripTrailing());
    }
    out.println();
  }

  private static String words(Map<String, String> facts) {
    List<String> words = new ArrayList<>();
    facts.forEach((name, value) ->
        words.add(name + " " + (value.length() > 48 ? value.substring(0, 46) + "…" : value)));
    return String.join(", ", words);
  }
}
