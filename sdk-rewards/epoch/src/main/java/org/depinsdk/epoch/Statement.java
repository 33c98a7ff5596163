package org.depinsdk.epoch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;

/**
 * Why an operator or a device earned what it did in an epoch: from each amount back to the pool, the share, the contribution,
 * the verdict, its findings and the reports behind them. Read from a bundle; what a bundle says is checked by {@link
 * BundleReplay}.
 *
 * @param network the network's name
 * @param epoch the epoch's index
 * @param root the distribution's root
 * @param token what amounts are written in
 * @param subject the operator or device, as text
 * @param lines every amount paid
 * @param total their sum
 * @param devices what the subject's devices did
 */
public record Statement(
    String network,
    long epoch,
    String root,
    Token token,
    String subject,
    List<Line> lines,
    TokenAmount total,
    List<DeviceAccount> devices) {

  /**
   * One amount.
   *
   * @param pool from which pool
   * @param poolAmount how much that pool had
   * @param operator who is paid
   * @param device for which device, empty where the pool pays an account
   * @param kind for which proof, empty where the pool pays an account
   * @param units what the device contributed
   * @param weight what the pool's rule made of it
   * @param totalWeight of how much in the pool
   * @param share the operator's share of what the device earned, as {@code 3/12}
   * @param amount how much
   */
  public record Line(
      String pool,
      TokenAmount poolAmount,
      String operator,
      String device,
      String kind,
      String units,
      String weight,
      String totalWeight,
      String share,
      TokenAmount amount) {}

  /**
   * Who owned a device when.
   *
   * @param operator the owner
   * @param status where the device stood
   * @param from since when, at the earliest the epoch's start
   * @param to until when, at the latest the epoch's end
   */
  public record Ownership(OperatorId operator, String status, Instant from, Instant to) {}

  /**
   * What a device did.
   *
   * @param device which device
   * @param ownership who owned it in the epoch, in the order of time
   * @param contributions what it contributed, by proof, and how its owners share it
   * @param verdicts by proof and group
   * @param accepted the reports that were admitted, in log order
   * @param refused how many were refused, by reason
   * @param unjudged how many admitted reports no verifier judged, by reason
   * @param clones the two machines that this epoch's reports came from, if they did
   * @param history its owners, keys and stops
   */
  public record DeviceAccount(
      DeviceId device,
      List<Ownership> ownership,
      List<Contribution> contributions,
      List<Verdict> verdicts,
      List<ReportId> accepted,
      SortedMap<String, Long> refused,
      SortedMap<String, Long> unjudged,
      List<CloneFinding> clones,
      DeviceHistory history) {
    /** Copies. */
    public DeviceAccount {
      ownership = List.copyOf(ownership);
      contributions = List.copyOf(contributions);
      verdicts = List.copyOf(verdicts);
      accepted = List.copyOf(accepted);
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
      unjudged = Collections.unmodifiableSortedMap(new TreeMap<>(unjudged));
      clones = List.copyOf(clones);
    }
  }

  /** Copies. */
  public Statement {
    lines = List.copyOf(lines);
    devices = List.copyOf(devices);
  }

  /**
   * Reads a statement out of a bundle.
   *
   * @param bundle the bundle
   * @param subject an operator ({@code 0x…}) or a device ({@code dev-…})
   * @return the statement; without lines and devices where the bundle does not know the subject
   * @throws EncodingException if the subject is neither
   * @throws BundleException if a part cannot be read
   */
  public static Statement of(EpochBundle bundle, String subject)
      throws EncodingException, BundleException {
    EpochInput input = bundle.input();
    StatementReader reader = new StatementReader(bundle, input, subject);
    return reader.read(StatementIndex.of(bundle, input, reader::isAbout));
  }

  /**
   * The statement for people.
   *
   * @param reports how many report ids of each device to print at most
   * @return lines of text
   */
  public String toText(int reports) {
    return StatementText.of(this, reports);
  }

  /**
   * The statement for programs.
   *
   * @return a JSON document
   */
  public String toJson() {
    JsonObject json = JsonObject.builder()
        .put("network", network)
        .put("epoch", epoch)
        .put("root", root)
        .put("token", token.symbol())
        .put("decimals", token.decimals())
        .put("subject", subject)
        .put("total", total.toString())
        .put("lines", JsonArray.of(lines, Statement::format))
        .put("devices", JsonArray.of(devices, Statement::format))
        .build();
    return new String(Json.document(json), StandardCharsets.UTF_8);
  }

  private static JsonObject format(Line line) {
    return JsonObject.builder()
        .put("pool", line.pool())
        .put("poolAmount", line.poolAmount().toString())
        .put("operator", line.operator())
        .put("device", line.device())
        .put("kind", line.kind())
        .put("units", line.units())
        .put("weight", line.weight())
        .put("totalWeight", line.totalWeight())
        .put("share", line.share())
        .put("amount", line.amount().toString())
        .build();
  }

  private static JsonObject format(DeviceAccount account) {
    return JsonObject.builder()
        .put("device", account.device().text())
        .put("ownership", JsonArray.of(account.ownership(), Statement::format))
        .put("contributions", JsonArray.of(account.contributions(), ContributionJson::format))
        .put("verdicts", JsonArray.of(account.verdicts(), VerdictJson::format))
        .put(
            "accepted",
            JsonArray.ofStrings(account.accepted().stream().map(ReportId::hex).toList()))
        .put("refused", counts(account.refused()))
        .put("unjudged", counts(account.unjudged()))
        .put("clones", JsonArray.of(account.clones(), CloneJson::format))
        .put("history", DeviceHistoryJson.format(account.history()))
        .build();
  }

  private static JsonObject format(Ownership owner) {
    return JsonObject.builder()
        .put("operator", owner.operator().text())
        .put("status", owner.status())
        .put("from", owner.from().toString())
        .put("to", owner.to().toString())
        .build();
  }

  private static JsonObject counts(SortedMap<String, Long> counts) {
    JsonObject.Builder json = JsonObject.builder();
    counts.forEach(json::put);
    return json.build();
  }
}
