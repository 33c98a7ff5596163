package org.depinsdk.bandwidth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** Judges whether two devices are behind one link. Its verdicts are worth nothing: they say what the network has to publish. */
final class PairJudge {
  private final BandwidthRules rules;
  private final PlanChecks plans;
  private final ClaimChecks claims;

  PairJudge(BandwidthRules rules, PlanChecks plans, ClaimChecks claims) {
    this.rules = rules;
    this.plans = plans;
    this.claims = claims;
  }

  Judgement judge(GroupKey group, LinkPair pair, LinkReports reports) {
    FindingLog log = new FindingLog();
    SortedMap<Integer, TestPlan> due = new TreeMap<>();
    reports
        .plans(
            plans, number -> new PlanChecks.Due(pair.provers(number), number / LinkPair.TESTS), log)
        .forEach((name, plan) -> {
          // of uploads, which nobody asks for, none counts
          if (name.direction() == Direction.DOWNLOAD) {
            due.put(name.number(), plan);
          }
        });
    List<Finding> found = new ArrayList<>();
    for (TestPlan both : due.values()) {
      int number = both.test().number();
      TestPlan first = due.get(number - 2);
      TestPlan second = due.get(number - 1);
      if (both.provers().size() == 2 && first != null && second != null) {
        compare(
                both,
                rates(first, reports, log),
                rates(second, reports, log),
                rates(both, reports, log))
            .ifPresent(found::add);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (DeviceId device : List.of(pair.first(), pair.second())) {
      FindingLog own = new FindingLog();
      log.findings().forEach(own::add);
      DeviceId other = device.equals(pair.first()) ? pair.second() : pair.first();
      found.forEach(finding -> own.add(with(finding, other)));
      if (!own.findings().isEmpty()) {
        verdicts.add(new Verdict(
            device, BandwidthVerifier.KIND, group, BandwidthVerifier.SCORE.of(0), own.findings()));
      }
    }
    return Judgement.of(verdicts);
  }

  private record Rates(long available, long withoutLeast) {}

  // of all provers; empty if the challengers failed or a prover was absent
  private Optional<Rates> rates(TestPlan plan, LinkReports reports, FindingLog log) {
    long available = 0;
    long withoutLeast = 0;
    for (DeviceId prover : plan.provers()) {
      SortedMap<DeviceId, ObservedTraffic> seen = reports.claims(plan, prover, claims, log);
      if (plan.challengers().size() - seen.size() > rules.corrupted()
          || seen.values().stream().filter(ObservedTraffic::reached).count() <= rules.corrupted()) {
        return Optional.empty();
      }
      available +=
          rules.estimator().of(plan, seen, reports.had(plan.test(), prover)).available();
      withoutLeast += rules.estimator().withoutLeast(plan, seen);
    }
    return Optional.of(new Rates(available, withoutLeast));
  }

  private static Optional<Finding> compare(
      TestPlan test, Optional<Rates> first, Optional<Rates> second, Optional<Rates> both) {
    if (first.isEmpty() || second.isEmpty() || both.isEmpty()) {
      return Optional.empty();
    }
    long alone = first.get().available + second.get().available;
    boolean shared = LinkPair.isShared(alone, both.get().withoutLeast);
    return Optional.of(Finding.of(
        shared ? BandwidthReasons.SHARES_LINK : BandwidthReasons.OWN_LINK,
        shared ? Severity.ERROR : Severity.INFO,
        BandwidthJudge.facts(test.test(), "alone", alone, "together", both.get().withoutLeast)));
  }

  private static Finding with(Finding finding, DeviceId other) {
    Map<String, String> facts = new TreeMap<>(finding.facts());
    facts.put("with", other.text());
    return Finding.of(finding.code(), finding.severity(), facts);
  }
}
