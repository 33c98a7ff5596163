package org.depinsdk.wifi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.kit.Page;
import org.depinsdk.radio.coverage.RadioType;

/** What the page's script shows on request, as one JavaScript object. */
final class PageData {
  private PageData() {}

  static String of(List<Fleet.AccessPoint> fleet, RunSummary summary) {
    Map<DeviceId, Integer> numbers = new HashMap<>();
    StringJoiner aps = new StringJoiner(",\n", "aps: [", "]");
    for (Fleet.AccessPoint one : fleet) {
      numbers.put(one.self().id(), one.number());
      aps.add("{name: " + quoted(one.name()) + ", kind: "
          + quoted(one.behaviour().kind()) + ", words: "
          + quoted(one.behaviour().words()) + ", device: "
          + quoted(one.self().id().text())
          + ", earned: "
          + quoted(WifiTables.tokens(summary.totals().earned(one.self().id())))
          + ", claims: "
          + quoted(WifiTables.mbps(one.line().claimedKbps()))
          + ", proven: "
          + quoted(WifiTables.mbps(summary.provenKbps(one.self().id())))
          + ", trouble: " + quoted(WifiTables.words(summary.troubles(one.self().id()))) + "}");
    }
    StringJoiner cells = new StringJoiner(",\n", "cells: {", "}");
    summary.coverage().cells().forEach((cell, ranked) -> {
      StringJoiner ranks = new StringJoiner(", ", "[", "]");
      for (CoverageSummary.Ranked one : ranked) {
        ranks.add("{ap: " + numbers.get(one.entry().device()) + ", indoor: "
            + (one.entry().type() == RadioType.INDOOR) + ", rank: "
            + one.entry().rank()
            + ", level: " + quoted(one.entry().level().name().toLowerCase(Locale.ROOT))
            + ", points: " + quoted(points(one.entry().pointsE6())) + ", paid: "
            + quoted(WifiTables.tokens(one.paid())) + "}");
      }
      cells.add(quoted(cell.toString()) + ": {boost: "
          + summary.coverage().boosted().getOrDefault(cell, 1) + ", ranks: " + ranks + "}");
    });
    return "const data = {" + aps + ",\n" + cells + "};\n";
  }

  private static String points(long pointsE6) {
    return new BigDecimal(BigInteger.valueOf(pointsE6), 6)
        .setScale(2, RoundingMode.DOWN)
        .toPlainString();
  }

  // becomes HTML in the page, so that it is escaped for both
  private static String quoted(String text) {
    return '"' + Page.escape(text).replace("\\", "\\\\").replace("\n", "\\n") + '"';
  }
}
