package org.depinsdk.bandwidth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.Severity;

/** What was reported about one link in an epoch, sorted by who speaks. */
final class LinkReports {
  private final SortedMap<TestName, List<Attributed<BandwidthReport>>> plans = new TreeMap<>();
  private final SortedMap<TestName, List<Attributed<BandwidthReport>>> seen = new TreeMap<>();
  private final SortedMap<TestName, SortedMap<DeviceId, ProverTraffic>> had = new TreeMap<>();

  private LinkReports() {}

  static LinkReports of(Iterable<Attributed<BandwidthReport>> evidence) {
    LinkReports reports = new LinkReports();
    for (Attributed<BandwidthReport> one : evidence) {
      TestName test = one.evidence().test();
      if (one.evidence() instanceof ProverTraffic had) {
        // the first word of a prover counts
        reports.had.computeIfAbsent(test, t -> new TreeMap<>()).putIfAbsent(one.device(), had);
      } else {
        (one.evidence() instanceof TestPlan ? reports.plans : reports.seen)
            .computeIfAbsent(test, t -> new ArrayList<>())
            .add(one);
      }
    }
    return reports;
  }

  /** The plans that count, one for each test. */
  SortedMap<TestName, TestPlan> plans(
      PlanChecks checks, IntFunction<PlanChecks.Due> dueOf, FindingLog log) {
    SortedMap<TestName, TestPlan> due = new TreeMap<>();
    plans.forEach((test, reports) -> {
      List<Attributed<BandwidthReport>> good = new ArrayList<>();
      for (Attributed<BandwidthReport> report : reports) {
        ReasonCode problem =
            checks.problem(report, (TestPlan) report.evidence(), dueOf.apply(test.number()));
        if (problem == null) {
          good.add(report);
        } else {
          log.note(problem, Severity.WARNING, BandwidthJudge.facts(test), report.report());
        }
      }
      if (good.stream().map(Attributed::evidence).distinct().count() > 1) {
        good.forEach(report -> log.note(
            BandwidthReasons.PLAN_CONFLICT,
            Severity.WARNING,
            BandwidthJudge.facts(test),
            report.report()));
      } else if (!good.isEmpty()) {
        due.put(test, (TestPlan) good.get(0).evidence());
      }
    });
    return due;
  }

  /** The claims about one prover in one test that count, by challenger. */
  SortedMap<DeviceId, ObservedTraffic> claims(
      TestPlan plan, DeviceId prover, ClaimChecks checks, FindingLog log) {
    SortedMap<DeviceId, ObservedTraffic> good = new TreeMap<>();
    SortedMap<DeviceId, Boolean> conflicting = new TreeMap<>();
    for (Attributed<BandwidthReport> report : seen.getOrDefault(plan.test(), List.of())) {
      ObservedTraffic claim = (ObservedTraffic) report.evidence();
      if (!claim.prover().equals(prover)) {
        continue;
      }
      DeviceId challenger = report.device();
      ReasonCode problem = checks.problem(plan, challenger, claim);
      if (problem == null && good.containsKey(challenger) && !claim.equals(good.get(challenger))) {
        conflicting.put(challenger, true);
        problem = BandwidthReasons.CLAIM_CONFLICT;
      }
      if (problem == null) {
        good.put(challenger, claim);
      } else {
        Map<String, String> facts =
            BandwidthJudge.facts(plan.test(), "challenger", challenger.text());
        log.note(problem, Severity.WARNING, facts, report.report());
      }
    }
    good.keySet().removeAll(conflicting.keySet());
    return good;
  }

  /** What a prover says of a test. */
  Optional<ProverTraffic> had(TestName test, DeviceId prover) {
    return Optional.ofNullable(had.getOrDefault(test, new TreeMap<>()).get(prover));
  }
}
