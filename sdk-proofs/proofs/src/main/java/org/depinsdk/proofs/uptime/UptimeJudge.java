package org.depinsdk.proofs.uptime;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.jspecify.annotations.Nullable;

/** Judges the heartbeats of one device, one after the other. */
final class UptimeJudge implements Judge<Heartbeat> {
  // ranges that a finding lists before it only counts
  private static final int MAX_RANGES = 20;

  private final UptimeRules rules;
  private final BitSet excused;

  UptimeJudge(UptimeRules rules, BitSet excused) {
    this.rules = rules;
    this.excused = excused;
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<Heartbeat>> evidence, GroupState before) {
    FindingLog log = new FindingLog();
    BitSet seen = new BitSet(rules.intervals());
    BitSet claimed = new BitSet(rules.intervals());
    Attributed<Heartbeat> last = null;
    for (Attributed<Heartbeat> heartbeat : evidence) {
      ReasonCode problem = problemOf(heartbeat, last);
      // whatever its verdict: after a correction of the clock the next heartbeat fits this one
      // again
      last = heartbeat;
      if (problem != null) {
        log.note(problem, Severity.ERROR, heartbeat.report());
      } else {
        int slot = rules.schedule().slotAt(heartbeat.deviceTime());
        seen.set(countsFor(heartbeat, slot, seen));
        claimed.set(firstClaimed(heartbeat), slot + 1);
      }
    }
    if (last == null) {
      return Judgement.of(List.of());
    }
    if (!excused.isEmpty()) {
      log.add(Finding.of(UptimeReasons.MAINTENANCE, Severity.INFO, facts(excused)));
      seen.andNot(excused);
    }
    long units = score(seen.cardinality(), log);
    seen.or(excused);
    explain(seen, claimed, log);
    return Judgement.of(List.of(new Verdict(
        last.device(),
        UptimeVerifier.KIND,
        group,
        UptimeVerifier.SCORE.of(units),
        log.findings())));
  }

  private @Nullable ReasonCode problemOf(
      Attributed<Heartbeat> heartbeat, @Nullable Attributed<Heartbeat> last) {
    if (!rules.epoch().contains(heartbeat.deviceTime())) {
      return UptimeReasons.OUTSIDE_EPOCH;
    }
    Duration late =
        Duration.between(heartbeat.deviceTime(), heartbeat.receivedAt()).abs();
    if (rules.tolerance().filter(t -> late.compareTo(t) > 0).isPresent()) {
      return UptimeReasons.RECEIPT_DISAGREES;
    }
    if (rules.challenged() != UptimeRules.Challenged.NO) {
      if (!heartbeat.evidence().hasAnswer()) {
        return UptimeReasons.CHALLENGE_MISSING;
      }
      Challenge challenge = rules
          .schedule()
          .challenge(heartbeat.device(), rules.schedule().slotAt(heartbeat.deviceTime()));
      if (!MessageDigest.isEqual(challenge.nonce(), heartbeat.evidence().challengeAnswer())) {
        return UptimeReasons.CHALLENGE_WRONG;
      }
      if (rules.challenged() == UptimeRules.Challenged.AT_THE_MOMENT
          && !challenge.isOpenAt(heartbeat.receivedAt())) {
        return UptimeReasons.OUTSIDE_MOMENT;
      }
    }
    return last != null && isTooFast(last, heartbeat) ? UptimeReasons.COUNTER_TOO_FAST : null;
  }

  private boolean isTooFast(Attributed<Heartbeat> last, Attributed<Heartbeat> heartbeat) {
    long rise = heartbeat.evidence().uptimeSeconds() - last.evidence().uptimeSeconds();
    Duration passed = Duration.between(last.deviceTime(), heartbeat.deviceTime());
    return Duration.ofSeconds(rise).compareTo(passed.plus(rules.counterSlack())) > 0;
  }

  // a heartbeat just after an interval that is still empty fills that one, and no other
  private int countsFor(Attributed<Heartbeat> heartbeat, int slot, BitSet seen) {
    if (rules.grace().isZero() || slot == 0 || seen.get(slot - 1)) {
      return slot;
    }
    long length = rules.epoch().length().toMillis();
    Instant start = rules.epoch().start().plusMillis(length * slot / rules.intervals());
    return Duration.between(start, heartbeat.deviceTime()).compareTo(rules.grace()) <= 0
        ? slot - 1
        : slot;
  }

  // the interval in which the device says it has run since
  private int firstClaimed(Attributed<Heartbeat> heartbeat) {
    Instant since = heartbeat.deviceTime().minusSeconds(heartbeat.evidence().uptimeSeconds());
    return since.isBefore(rules.epoch().start()) ? 0 : rules.schedule().slotAt(since);
  }

  private long score(int seen, FindingLog log) {
    long expected = rules.intervals() - excused.cardinality();
    log.add(Finding.of(
        UptimeReasons.SEEN, Severity.INFO, Map.of("seen", "" + seen, "expected", "" + expected)));
    if (seen >= rules.minimum()) {
      return seen;
    }
    log.add(Finding.of(
        UptimeReasons.BELOW_MINIMUM,
        Severity.WARNING,
        Map.of("seen", "" + seen, "minimum", "" + rules.minimum())));
    return 0;
  }

  private void explain(BitSet seen, BitSet claimed, FindingLog log) {
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
