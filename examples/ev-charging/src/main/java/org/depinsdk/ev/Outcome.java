package org.depinsdk.ev;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.metering.MeteringReasons;
import org.depinsdk.proofs.metering.MeteringVerifier;
import org.depinsdk.rewards.TokenAmount;

/** What a run came to, recomputed from its bundles, as text and as a page. */
final class Outcome {
  static final String PAGE = "index.html";

  private final List<List<String>> epochs = new ArrayList<>();
  private final List<List<String>> sessions = new ArrayList<>();
  private final List<List<String>> refusals = new ArrayList<>();
  private final SortedMap<DeviceId, Long> wattHours = new TreeMap<>();
  private final SortedMap<DeviceId, TokenAmount> earned = new TreeMap<>();
  private final SortedMap<OperatorId, TokenAmount> paid = new TreeMap<>();
  private final Map<DeviceId, String> names = new TreeMap<>();
  private final List<Charger> chargers;
  private String root = "";

  private Outcome(List<Charger> chargers) {
    this.chargers = chargers;
    chargers.forEach(c -> names.put(c.id(), c.name()));
  }

  static Outcome of(Path folder, int epochs, List<Charger> chargers)
      throws IOException, BundleException {
    Outcome outcome = new Outcome(chargers);
    LocalEpochEngine engine = new LocalEpochEngine(ProofVerifiers.load());
    for (int epoch = 0; epoch < epochs; epoch++) {
      EpochBundle bundle = EpochBundle.open(folder.resolve("epoch-" + epoch));
      EpochInput input = bundle.input();
      outcome.add(bundle.manifest().root(), input, engine.run(input));
    }
    return outcome;
  }

  private void add(String epochRoot, EpochInput input, EpochOutcome outcome) {
    root = epochRoot;
    for (Verdict verdict : outcome.verdicts()) {
      if (verdict.kind().equals(MeteringVerifier.KIND)) {
        wattHours.merge(verdict.device(), verdict.score().units(), Long::sum);
        verdict.findings().forEach(finding -> add(verdict.device(), finding));
      }
    }
    outcome.allocation().lines().forEach(line -> {
      paid.merge(line.operator(), line.amount(), TokenAmount::plus);
      line.device().ifPresent(d -> earned.merge(d, line.amount(), TokenAmount::plus));
    });
    epochs.add(List.of(
        String.valueOf(input.epoch().index()),
        tokens(outcome.allocation().minted()),
        tokens(outcome.allocation().paid()),
        tokens(outcome.allocation().unallocated()),
        epochRoot));
  }

  private void add(DeviceId device, Finding finding) {
    String session = finding.facts().getOrDefault("session", "");
    if (finding.code().equals(MeteringReasons.ACCEPTED)) {
      sessions.add(List.of(
          names.getOrDefault(device, device.text()),
          session,
          finding.facts().getOrDefault("begin", ""),
          finding.facts().getOrDefault("end", ""),
          new BigDecimal(finding.facts().getOrDefault("milliWattHours", "0"))
              .movePointLeft(6)
              .toPlainString()));
    } else {
      refusals.add(List.of(
          names.getOrDefault(device, device.text()), session, finding.code().text()));
    }
  }

  long wattHours(DeviceId device) {
    return wattHours.getOrDefault(device, 0L);
  }

  List<List<String>> refusals() {
    return refusals;
  }

  String root() {
    return root;
  }

  private List<List<String>> stations() {
    List<List<String>> rows = new ArrayList<>();
    for (Charger charger : chargers) {
      rows.add(List.of(
          charger.name(),
          charger.version().subprotocol(),
          charger.registration().assignment().key().curve().curveName(),
          String.valueOf(wattHours(charger.id())),
          tokens(earned.getOrDefault(charger.id(), TokenAmount.ZERO)),
          charger.behaviour().words()));
    }
    return rows;
  }

  private List<List<String>> payouts() {
    List<List<String>> rows = new ArrayList<>();
    paid.forEach((operator, amount) -> rows.add(List.of(operator.text(), tokens(amount))));
    return rows;
  }

  /** All tables, in the order in which they are shown. */
  private List<Section> sections() {
    String token = EvRewards.TOKEN.symbol();
    return List.of(
        new Section(
            "Stations",
            List.of("station", "speaks", "meter", "Wh", token, "behaviour"),
            stations()),
        new Section(
            "Sessions that count", List.of("station", "session", "begin", "end", "kWh"), sessions),
        new Section(
            "Sessions that do not, and gaps", List.of("station", "session", "reason"), refusals),
        new Section("Payouts", List.of("operator", token), payouts()),
        new Section("Epochs", List.of("epoch", "minted", "paid", "left", "root"), epochs));
  }

  private record Section(String title, List<String> head, List<List<String>> rows) {}

  void print(PrintStream out) {
    for (Section section : sections()) {
      out.println(section.title());
      int[] widths = new int[section.head().size()];
      List<List<String>> all = new ArrayList<>(section.rows());
      all.add(0, section.head());
      all.forEach(row -> {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], row.get(i).length());
        }
      });
      for (List<String> row : all) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
          line.append(' ')
              .append(row.get(i))
              .append(" ".repeat(widths[i] - row.get(i).length() + 1));
        }
        out.println(line.toString().stripTrailing());
      }
      out.println();
    }
  }

  void write(Path folder) throws IOException {
    StringBuilder html = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8>")
        .append("<title>EV charging network</title><style>body{font:16px/1.5 system-ui,sans-serif;")
        .append(
            "margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}")
        .append("th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ccc}")
        .append("td{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}</style>")
        .append("<h1>EV charging network</h1>");
    for (Section section : sections()) {
      html.append("<h2>").append(section.title()).append("</h2><table><tr>");
      section.head().forEach(h -> html.append("<th>").append(escape(h)));
      section.rows().forEach(row -> {
        html.append("<tr>");
        row.forEach(cell -> html.append("<td>").append(escape(cell)));
      });
      html.append("</table>");
    }
    Files.writeString(folder.resolve(PAGE), html.append("</html>\n"), StandardCharsets.UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String tokens(TokenAmount amount) {
    return new BigDecimal(amount.toBigInteger(), EvRewards.TOKEN.decimals()).toPlainString();
  }
}
