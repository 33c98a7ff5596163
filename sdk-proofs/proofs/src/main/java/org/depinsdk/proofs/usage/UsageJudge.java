package org.depinsdk.proofs.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.CarriedSignature;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.jspecify.annotations.Nullable;

/** Judges all claims that name one client. */
final class UsageJudge implements Judge<UsageClaim> {
  private final ProofContext context;
  private final UsageRules rules;

  UsageJudge(ProofContext context) {
    this.context = context;
    this.rules = new UsageRules(context.config());
  }

  /** One session of the client, with the reports of each access point that has receipts of it. */
  private static final class Session {
    private final SortedMap<DeviceId, FindingLog.Reports> claims = new TreeMap<>();
    private long highest;
    private long previous;
    private boolean shrinks;

    void add(Attributed<UsageClaim> claim) {
      claims.computeIfAbsent(claim.device(), d -> new FindingLog.Reports()).add(claim.report());
      // the access point numbers its reports; the client's clock may be corrected between two
      // receipts
      long total = receipt(claim).bytes();
      shrinks |= total < previous;
      previous = total;
      highest = Math.max(highest, claim.evidence().claimedBytes());
    }
  }

  /** What counts of one access point. */
  private static final class AccessPoint {
    private final FindingLog log = new FindingLog();
    private final SaturatingSum bytes = new SaturatingSum();
    private long sessions;

    Verdict verdict(DeviceId device, GroupKey group) {
      bytes.note(log);
      log.add(Finding.of(
          UsageReasons.COUNTED,
          Severity.INFO,
          Map.of("sessions", "" + sessions, "bytes", "" + bytes.value())));
      return new Verdict(
          device, UsageVerifier.KIND, group, UsageVerifier.SCORE.of(bytes.value()), log.findings());
    }
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<UsageClaim>> evidence, GroupState before) {
    SortedMap<DeviceId, AccessPoint> accessPoints = new TreeMap<>();
    SortedMap<String, Session> sessions = new TreeMap<>();
    for (Attributed<UsageClaim> claim : evidence) {
      AccessPoint accessPoint =
          accessPoints.computeIfAbsent(claim.device(), d -> new AccessPoint());
      ReasonCode problem = problemOf(claim);
      if (problem != null) {
        accessPoint.log.note(
            problem, Severity.ERROR, Map.of("session", receipt(claim).session()), claim.report());
      } else {
        sessions.computeIfAbsent(receipt(claim).session(), s -> new Session()).add(claim);
      }
    }
    sessions.forEach((name, session) -> count(name, session, accessPoints));
    List<Verdict> verdicts = new ArrayList<>();
    accessPoints.forEach((device, one) -> verdicts.add(one.verdict(device, group)));
    return Judgement.of(verdicts);
  }

  @Override
  public List<CarriedSignature> signatures(Attributed<UsageClaim> claim) {
    return unfit(claim) == null ? List.of(signature(claim)) : List.of();
  }

  private @Nullable ReasonCode problemOf(Attributed<UsageClaim> claim) {
    ReasonCode unfit = unfit(claim);
    if (unfit != null) {
      return unfit;
    }
    if (!claim.signatures().isValid(signature(claim))) {
      return UsageReasons.BAD_SIGNATURE;
    }
    if (claim.evidence().claimedBytes() > receipt(claim).bytes()) {
      return UsageReasons.CLAIM_ABOVE_RECEIPT;
    }
    return null;
  }

  /** What can be said without the signature. */
  private @Nullable ReasonCode unfit(Attributed<UsageClaim> claim) {
    UsageReceipt receipt = receipt(claim);
    if (!receipt.accessPoint().equals(claim.device())) {
      return UsageReasons.OTHER_ACCESS_POINT;
    }
    if (!context.epoch().contains(receipt.at())) {
      return UsageReasons.OUTSIDE_EPOCH;
    }
    Optional<Instant> latest = rules.settleWithin().map(within -> receipt.at().plus(within));
    if (latest.filter(claim.receivedAt()::isAfter).isPresent()) {
      return UsageReasons.SETTLED_LATE;
    }
    Optional<DeviceState> found = context.registry().stateAt(receipt.client(), receipt.at());
    if (found.isEmpty()) {
      return UsageReasons.UNKNOWN_CLIENT;
    }
    DeviceState client = found.get();
    if (!client.deviceClass().equals(rules.clientClass())) {
      return UsageReasons.NOT_A_CLIENT;
    }
    if (client.status() != DeviceStatus.ACTIVE) {
      return UsageReasons.CLIENT_NOT_ACTIVE;
    }
    Optional<DeviceState> accessPoint = context.registry().stateAt(claim.device(), receipt.at());
    if (accessPoint.isPresent() && accessPoint.get().operator().equals(client.operator())) {
      return UsageReasons.SELF_DEALING;
    }
    return null;
  }

  /** The client's signature; the client is known. */
  private CarriedSignature signature(Attributed<UsageClaim> claim) {
    UsageReceipt receipt = receipt(claim);
    DeviceState client =
        context.registry().stateAt(receipt.client(), receipt.at()).orElseThrow();
    return claim.evidence().receipt().carried(context.network(), client.key());
  }

  private void count(String name, Session session, SortedMap<DeviceId, AccessPoint> accessPoints) {
    Map<String, String> facts = Map.of("session", name);
    ReasonCode problem = session.claims.size() > 1
        ? UsageReasons.SESSION_SHARED
        : session.shrinks ? UsageReasons.TOTAL_SHRINKS : null;
    session.claims.forEach((device, claims) -> {
      AccessPoint accessPoint = accessPoints.computeIfAbsent(device, d -> new AccessPoint());
      if (problem != null) {
        accessPoint.log.note(problem, Severity.ERROR, facts, claims);
        return;
      }
      accessPoint.sessions++;
      accessPoint.bytes.add(Math.min(session.highest, rules.sessionLimit()));
      if (session.highest > rules.sessionLimit()) {
        accessPoint.log.note(UsageReasons.ABOVE_LIMIT, Severity.WARNING, facts, claims);
      }
    });
  }

  private static UsageReceipt receipt(Attributed<UsageClaim> claim) {
    return claim.evidence().receipt().receipt();
  }
}
