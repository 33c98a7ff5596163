package org.depinsdk.wifi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.page.Page;
import org.depinsdk.radio.coverage.RadioType;

/** What the page's script shows on request, as JSON. */
final class PageData {
  private PageData() {}

  static String of(List<Fleet.AccessPoint> fleet, RunSummary summary) {
    Map<DeviceId, Integer> numbers = new HashMap<>();
    fleet.forEach(one -> numbers.put(one.self().id(), one.number()));
    JsonObject.Builder cells = JsonObject.builder();
    summary
        .coverage()
        .cells()
        .forEach((cell, ranked) -> cells.put(
            cell.toString(),
            JsonObject.builder()
                .put("boost", summary.coverage().boosted().getOrDefault(cell, 1))
                .put("ranks", JsonArray.of(ranked, one -> rank(one, numbers)))
                .build()));
    return new String(
        Json.document(JsonObject.builder()
            .put("aps", JsonArray.of(fleet, one -> accessPoint(one, summary)))
            .put("cells", cells.build())
            .build()),
        StandardCharsets.UTF_8);
  }

  private static JsonObject accessPoint(Fleet.AccessPoint one, RunSummary summary) {
    DeviceId device = one.self().id();
    return words(Map.of(
            "name", one.name(),
            "kind", one.behaviour().kind(),
            "words", one.behaviour().words(),
            "device", device.text(),
            "earned", WifiTables.tokens(summary.totals().earned(device)),
            "claims", WifiTables.mbps(one.line().claimedKbps()),
            "proven", WifiTables.mbps(summary.provenKbps(device)),
            "trouble", WifiTables.words(summary.troubles(device))))
        .build();
  }

  private static JsonObject rank(CoverageSummary.Ranked one, Map<DeviceId, Integer> numbers) {
    return words(Map.of(
            "level", one.entry().level().name().toLowerCase(Locale.ROOT),
            "points", points(one.entry().pointsE6()),
            "paid", WifiTables.tokens(one.paid())))
        .put("ap", numbers.getOrDefault(one.entry().device(), 0))
        .put("rank", one.entry().rank())
        .put("indoor", one.entry().type() == RadioType.INDOOR)
        .build();
  }

  /** The script makes HTML of them, so they are escaped for that. */
  private static JsonObject.Builder words(Map<String, String> values) {
    JsonObject.Builder json = JsonObject.builder();
    new TreeMap<>(values).forEach((name, value) -> json.put(name, Page.escape(value)));
    return json;
  }

  private static String points(long pointsE6) {
    return new BigDecimal(BigInteger.valueOf(pointsE6), 6)
        .setScale(2, RoundingMode.DOWN)
        .toPlainString();
  }
}
