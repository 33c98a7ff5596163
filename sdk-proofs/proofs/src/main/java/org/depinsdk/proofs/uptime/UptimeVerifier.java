package org.depinsdk.proofs.uptime;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * {@code uptime/1}: in how many distinct intervals of the epoch a device was heard. The epoch is cut into equal intervals;
 * each in which at least one heartbeat passes every check counts once, so that repetition gains nothing. The score is that
 * number, in the unit {@code interval}, or 0 below the minimum.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code interval}: how long an interval lasts at most, ISO 8601; default {@code PT1H} (HIP-98 counts distinct hours).
 *       An epoch that it does not divide is cut into the next higher number of equal intervals.
 *   <li>{@code minimum}: fewest intervals that are worth anything; default 1. Helium Mobile asks 12 of 24.
 *   <li>{@code tolerance}: how far device time and receipt time may differ; default: not compared. Set it, or a device can
 *       report a whole day at its end.
 *   <li>{@code challenge}: {@code required}, then a heartbeat must repeat the nonce that {@link ChallengeSchedule} gives its
 *       device and interval; {@code moment}, then the network must also receive it within {@code answer-within} (default {@code
 *       PT30S}) of a moment in the interval that {@link DrawnMoment} draws; default {@code none}.
 *   <li>{@code grace}: how far a heartbeat may come after the end of an interval in which none was counted and still count
 *       for it, instead of for its own; default: not at all. So a clock that runs a little late loses no interval, and each
 *       heartbeat still counts once.
 *   <li>{@code maintenance}: START/END,… in ISO 8601; an interval that lies wholly inside is not expected and counts for
 *       nothing.
 *   <li>{@code counter-slack}: by how much the uptime counter may run ahead of the clock; default {@code PT2S}, two units of
 *       a counter in seconds.
 * </ul>
 */
public final class UptimeVerifier implements ProofVerifier<Heartbeat> {
  /** The kind, {@code uptime/1}. */
  public static final ProofKind KIND = new ProofKind("uptime/1");

  /** The unit, {@code interval}. */
  public static final ScoreType SCORE = ScoreType.quantity("interval");

  private static final EvidenceCodec<Heartbeat> CODEC = new HeartbeatCodec();
  // ranges that a finding lists before it only counts
  private static final int MAX_RANGES = 20;

  /** The verifier. */
  public UptimeVerifier() {}

  @Override
  public ProofKind kind() {
    return KIND;
  }

  @Override
  public ScoreType scoreType() {
    return SCORE;
  }

  @Override
  public EvidenceCodec<Heartbeat> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<Heartbeat> evidence) {
    return GroupKey.device(evidence.device());
  }

  @Override
  public Optional<ChallengeSchedule> challenges(EpochTerms terms) {
    UptimeRules rules = UptimeRules.of(terms.config(), terms.epoch());
    return rules.challengeRequired()
        ? Optional.of(new ChallengeSchedule(terms.epoch(), terms.beacon(), rules.intervals()))
        : Optional.empty();
  }

  @Override
  public Judge<Heartbeat> prepare(ProofContext context) {
    UptimeRules rules = UptimeRules.of(context.config(), context.epoch());
    Prepared prepared =
        new Prepared(context, rules, rules.schedule(context), rules.excused(context.epoch()));
    return (group, evidence, before) -> Judgement.of(judge(group, evidence, prepared));
  }

  private List<Verdict> judge(
      GroupKey group, Iterable<Attributed<Heartbeat>> evidence, Prepared prepared) {
    ProofContext context = prepared.context();
    UptimeRules rules = prepared.rules();
    ChallengeSchedule schedule = prepared.schedule();
    FindingLog log = new FindingLog();
    BitSet seen = new BitSet(rules.intervals());
    BitSet claimed = new BitSet(rules.intervals());
    Attributed<Heartbeat> last = null;
    for (Attributed<Heartbeat> heartbeat : evidence) {
      ReasonCode problem = problemOf(heartbeat, last, rules, schedule, context);
      last = heartbeat;
      if (problem != null) {
        log.note(problem, Severity.ERROR, heartbeat.report());
      } else {
        int slot = schedule.slotAt(heartbeat.deviceTime());
        seen.set(countsFor(heartbeat, slot, seen, rules, context));
        claimed.set(firstClaimed(heartbeat, schedule, context), slot + 1);
      }
    }
    if (last == null) {
      return List.of();
    }
    BitSet excused = prepared.excused();
    if (!excused.isEmpty()) {
      log.add(Finding.of(UptimeReasons.MAINTENANCE, Severity.INFO, facts(excused)));
      seen.andNot(excused);
    }
    long units = score(seen.cardinality(), excused.cardinality(), rules, log);
    seen.or(excused);
    explain(seen, claimed, rules, log);
    return List.of(new Verdict(last.device(), KIND, group, SCORE.of(units), log.findings()));
  }

  /** What every group of one epoch has in common; nobody changes it. */
  private record Prepared(
      ProofContext context, UptimeRules rules, ChallengeSchedule schedule, BitSet excused) {}

  private static @Nullable ReasonCode problemOf(
      Attributed<Heartbeat> heartbeat,
      @Nullable Attributed<Heartbeat> last,
      UptimeRules rules,
      ChallengeSchedule schedule,
      ProofContext context) {
    if (!context.epoch().contains(heartbeat.deviceTime())) {
      return UptimeReasons.OUTSIDE_EPOCH;
    }
    if (rules.tolerance().isPresent()
        && Duration.between(heartbeat.deviceTime(), heartbeat.receivedAt())
                .abs()
                .compareTo(rules.tolerance().get())
            > 0) {
      return UptimeReasons.RECEIPT_DISAGREES;
    }
    if (rules.challengeRequired()) {
      if (!heartbeat.evidence().hasAnswer()) {
        return UptimeReasons.CHALLENGE_MISSING;
      }
      byte[] nonce = schedule
          .challenge(heartbeat.device(), schedule.slotAt(heartbeat.deviceTime()))
          .nonce();
      if (!MessageDigest.isEqual(nonce, heartbeat.evidence().challengeAnswer())) {
        return UptimeReasons.CHALLENGE_WRONG;
      }
      if (rules.moment().isPresent()
          && !isAtMoment(heartbeat, schedule, rules.moment().get())) {
        return UptimeReasons.OUTSIDE_MOMENT;
      }
    }
    if (last != null) {
      long rise = heartbeat.evidence().uptimeSeconds() - last.evidence().uptimeSeconds();
      Duration passed = Duration.between(last.deviceTime(), heartbeat.deviceTime());
      if (Duration.ofSeconds(rise).compareTo(passed.plus(rules.counterSlack())) > 0) {
        return UptimeReasons.COUNTER_TOO_FAST;
      }
    }
    return null;
  }

  private static boolean isAtMoment(
      Attributed<Heartbeat> heartbeat, ChallengeSchedule schedule, Duration within) {
    DrawnMoment moment = DrawnMoment.of(
        schedule.challenge(heartbeat.device(), schedule.slotAt(heartbeat.deviceTime())), within);
    return moment.isOpenAt(heartbeat.receivedAt());
  }

  // a heartbeat just after an interval that is still empty fills that one, and no other
  private static int countsFor(
      Attributed<Heartbeat> heartbeat,
      int slot,
      BitSet seen,
      UptimeRules rules,
      ProofContext context) {
    if (rules.grace().isZero() || slot == 0 || seen.get(slot - 1)) {
      return slot;
    }
    long length = context.epoch().length().toMillis();
    Instant start = context.epoch().start().plusMillis(length * slot / rules.intervals());
    return Duration.between(start, heartbeat.deviceTime()).compareTo(rules.grace()) <= 0
        ? slot - 1
        : slot;
  }

  // the interval in which the device says it has run since
  private static int firstClaimed(
      Attributed<Heartbeat> heartbeat, ChallengeSchedule schedule, ProofContext context) {
    Instant since = heartbeat.deviceTime().minusSeconds(heartbeat.evidence().uptimeSeconds());
    return since.isBefore(context.epoch().start()) ? 0 : schedule.slotAt(since);
  }

  private static long score(int seen, int excused, UptimeRules rules, FindingLog log) {
    log.add(Finding.of(
        UptimeReasons.SEEN,
        Severity.INFO,
        Map.of("seen", "" + seen, "expected", "" + (rules.intervals() - excused))));
    if (seen >= rules.minimum()) {
      return seen;
    }
    log.add(Finding.of(
        UptimeReasons.BELOW_MINIMUM,
        Severity.WARNING,
        Map.of("seen", "" + seen, "minimum", "" + rules.minimum())));
    return 0;
  }

  private static void explain(BitSet seen, BitSet claimed, UptimeRules rules, FindingLog log) {
    BitSet missing = (BitSet) seen.clone();
    missing.flip(0, rules.intervals());
    claimed.and(missing);
    if (!missing.isEmpty()) {
      log.add(Finding.of(UptimeReasons.GAPS, Severity.WARNING, facts(missing)));
    }
    if (!claimed.isEmpty()) {
      log.add(Finding.of(UptimeReasons.CLAIMED_NOT_SEEN, Severity.WARNING, facts(claimed)));
    }
  }

  private static Map<String, String> facts(BitSet intervals) {
    StringBuilder ranges = new StringBuilder();
    int listed = 0;
    for (int from = intervals.nextSetBit(0); from >= 0; listed++) {
      int to = intervals.nextClearBit(from) - 1;
      if (listed < MAX_RANGES) {
        ranges.append(listed == 0 ? "" : ",").append(from == to ? "" + from : from + "-" + to);
      } else if (listed == MAX_RANGES) {
        ranges.append(",…");
      }
      from = intervals.nextSetBit(to + 1);
    }
    return Map.of(
        "intervals",
        ranges.toString(),
        "missing",
        "" + intervals.cardinality(),
        "gaps",
        "" + listed);
  }
}
