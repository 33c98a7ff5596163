package org.depinsdk.proofs.usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * {@code usage/1}: how many bytes a device served, by the word of the clients that received them. All claims that name one
 * client are judged together, so that a session which two access points claim is found. Of a session's receipts the highest
 * cumulative total counts, never their sum; the score is the sum over an access point's sessions, in the unit {@code byte}.
 *
 * <p>A client is a device of the registry in a class of its own, with its own operator. Two operators who collude can still
 * sign for traffic that never was; what they gain is bounded by what a policy pays above what the traffic costs.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code session-limit}: most bytes that one session is paid for, as the limit of a Storj order; default: none.
 *   <li>{@code settle-within}: how long after its time a receipt has to be reported; default: any time before the epoch closes.
 *   <li>{@code client-class}: the device class of those who may sign receipts; default {@code client}.
 * </ul>
 */
public final class UsageVerifier implements ProofVerifier<UsageClaim> {
  /** The kind, {@code usage/1}. */
  public static final ProofKind KIND = new ProofKind("usage/1");

  /** The unit, {@code byte}. */
  public static final ScoreType SCORE = ScoreType.quantity("byte");

  /** The default of the setting {@code client-class}. */
  public static final String CLIENT_CLASS = "client";

  // only stands in where the setting is present
  private static final Duration ANY_TIME = Duration.ofDays(366);
  private static final EvidenceCodec<UsageClaim> CODEC = new UsageClaimCodec();

  /** The verifier; it has no state. */
  public UsageVerifier() {}

  @Override
  public ProofKind kind() {
    return KIND;
  }

  @Override
  public ScoreType scoreType() {
    return SCORE;
  }

  @Override
  public EvidenceCodec<UsageClaim> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<UsageClaim> evidence) {
    return new GroupKey("client:" + receipt(evidence).client().text());
  }

  @Override
  public Judge<UsageClaim> prepare(ProofContext context) {
    return (group, evidence, before) -> Judgement.of(judge(group, evidence, context));
  }

  private List<Verdict> judge(
      GroupKey group, Iterable<Attributed<UsageClaim>> evidence, ProofContext context) {
    SortedMap<DeviceId, FindingLog> logs = new TreeMap<>();
    SortedMap<String, List<Attributed<UsageClaim>>> sessions = new TreeMap<>();
    for (Attributed<UsageClaim> claim : evidence) {
      FindingLog log = logs.computeIfAbsent(claim.device(), d -> new FindingLog());
      ReasonCode problem = problemOf(claim, context);
      if (problem != null) {
        log.note(problem, Severity.ERROR, sessionFact(claim), claim.report());
      } else {
        sessions
            .computeIfAbsent(receipt(claim).session(), s -> new ArrayList<>())
            .add(claim);
      }
    }
    SortedMap<DeviceId, Total> totals = new TreeMap<>();
    long limit =
        context.config().number("session-limit", UsageReceipt.MAX_BYTES, 0, UsageReceipt.MAX_BYTES);
    for (List<Attributed<UsageClaim>> session : sessions.values()) {
      settle(session, limit, logs, totals);
    }
    List<Verdict> verdicts = new ArrayList<>();
    logs.forEach((device, log) -> {
      Total total = totals.getOrDefault(device, new Total());
      long bytes = total.bytes.value();
      total.bytes.note(log);
      log.add(Finding.of(
          UsageReasons.COUNTED,
          Severity.INFO,
          Map.of("sessions", "" + total.sessions, "bytes", "" + bytes)));
      verdicts.add(new Verdict(device, KIND, group, SCORE.of(bytes), log.findings()));
    });
    return verdicts;
  }

  private static @Nullable ReasonCode problemOf(
      Attributed<UsageClaim> claim, ProofContext context) {
    UsageReceipt receipt = receipt(claim);
    if (!receipt.accessPoint().equals(claim.device())) {
      return UsageReasons.OTHER_ACCESS_POINT;
    }
    if (!context.epoch().contains(receipt.at())) {
      return UsageReasons.OUTSIDE_EPOCH;
    }
    if (context.config().settings().containsKey("settle-within")
        && claim
            .receivedAt()
            .isAfter(receipt.at().plus(context.config().duration("settle-within", ANY_TIME)))) {
      return UsageReasons.SETTLED_LATE;
    }
    Optional<DeviceState> found = context.registry().stateAt(receipt.client(), receipt.at());
    if (found.isEmpty()) {
      return UsageReasons.UNKNOWN_CLIENT;
    }
    DeviceState client = found.get();
    if (!client.deviceClass().equals(context.config().text("client-class", CLIENT_CLASS))) {
      return UsageReasons.NOT_A_CLIENT;
    }
    if (client.status() != DeviceStatus.ACTIVE) {
      return UsageReasons.CLIENT_NOT_ACTIVE;
    }
    Optional<DeviceState> accessPoint = context.registry().stateAt(claim.device(), receipt.at());
    if (accessPoint.isPresent() && accessPoint.get().operator().equals(client.operator())) {
      return UsageReasons.SELF_DEALING;
    }
    if (!claim.evidence().receipt().verify(context.network(), client.key())) {
      return UsageReasons.BAD_SIGNATURE;
    }
    if (claim.evidence().claimedBytes() > receipt.bytes()) {
      return UsageReasons.CLAIM_ABOVE_RECEIPT;
    }
    return null;
  }

  /** What counts of one access point. */
  private static final class Total {
    private final SaturatingSum bytes = new SaturatingSum();
    private long sessions;
  }

  private static void settle(
      List<Attributed<UsageClaim>> session,
      long limit,
      SortedMap<DeviceId, FindingLog> logs,
      SortedMap<DeviceId, Total> totals) {
    ReasonCode problem = null;
    long highest = 0;
    long previous = 0;
    for (Attributed<UsageClaim> claim : session) {
      if (!claim.device().equals(session.get(0).device())) {
        problem = UsageReasons.SESSION_SHARED;
        break;
      }
      if (receipt(claim).bytes() < previous) {
        problem = UsageReasons.TOTAL_SHRINKS;
      }
      previous = receipt(claim).bytes();
      highest = Math.max(highest, claim.evidence().claimedBytes());
    }
    if (problem == null) {
      Total total = totals.computeIfAbsent(session.get(0).device(), d -> new Total());
      total.sessions++;
      total.bytes.add(Math.min(highest, limit));
      if (highest > limit) {
        Attributed<UsageClaim> last = session.get(session.size() - 1);
        logs.computeIfAbsent(last.device(), d -> new FindingLog())
            .note(UsageReasons.ABOVE_LIMIT, Severity.WARNING, sessionFact(last), last.report());
      }
      return;
    }
    for (Attributed<UsageClaim> claim : session) {
      FindingLog log = logs.computeIfAbsent(claim.device(), d -> new FindingLog());
      log.note(problem, Severity.ERROR, sessionFact(claim), claim.report());
    }
  }

  private static UsageReceipt receipt(Attributed<UsageClaim> claim) {
    return claim.evidence().receipt().receipt();
  }

  private static Map<String, String> sessionFact(Attributed<UsageClaim> claim) {
    return Map.of("session", receipt(claim).session());
  }
}
