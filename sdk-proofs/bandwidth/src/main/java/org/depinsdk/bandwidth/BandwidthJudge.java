package org.depinsdk.bandwidth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.speed.Speedtest;
import org.jspecify.annotations.Nullable;

/** Judges all that was reported about one link in an epoch. */
final class BandwidthJudge implements Judge<BandwidthReport> {
  private static final String GROUP = "link:";
  // how far an estimate may be off, as the lab shows
  private static final int ERROR_PERCENT = 8;

  private final ProofContext context;
  private final BandwidthRules rules;
  private final PlanChecks plans;
  private final ClaimChecks claims;
  private final SortedMap<DeviceId, LinkMember> links;
  private final SortedMap<String, LinkPair> pairs;

  BandwidthJudge(ProofContext context, BandwidthRules rules, @Nullable HexGrid grid) {
    this.context = context;
    this.rules = rules;
    this.plans = new PlanChecks(context, rules);
    this.claims = new ClaimChecks(rules, context.registry(), grid);
    this.links = LinkMember.LINKS.rows(context.tables());
    this.pairs = LinkPair.PAIRS.rows(context.tables());
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<BandwidthReport>> evidence, GroupState before) {
    String link = group.text().substring(GROUP.length());
    SortedSet<DeviceId> members = LinkMember.of(links, link);
    // the findings about plans concern each device of the link
    FindingLog shared = new FindingLog();
    LinkReports reports = LinkReports.of(evidence);
    LinkPair pair = pairs.get(link);
    if (members.isEmpty() && pair != null) {
      return new PairJudge(rules, plans, claims).judge(group, pair, reports);
    }
    List<DeviceId> all = List.copyOf(members);
    SortedMap<TestName, TestPlan> due =
        reports.plans(plans, number -> new PlanChecks.Due(all, number), shared);
    List<Verdict> verdicts = new ArrayList<>();
    SortedMap<String, String> windows = new TreeMap<>();
    for (DeviceId prover : members) {
      FindingLog log = new FindingLog();
      shared.findings().forEach(log::add);
      TestWindow window = Optional.ofNullable(before.values().get(prover.text()))
          .map(TestWindow::parse)
          .orElse(TestWindow.EMPTY)
          .with(
              tests(prover, due, reports, log),
              context.epoch().end(),
              rules.window(),
              rules.newestTests());
      if (!window.tests().isEmpty()) {
        windows.put(prover.text(), window.text());
      }
      if (!window.tests().isEmpty() || !log.findings().isEmpty()) {
        verdicts.add(verdict(prover, group, window, log));
      }
    }
    return Judgement.of(verdicts).with(Map.of(group, new GroupState(windows)));
  }

  // both directions of one number are one test
  private List<Speedtest> tests(
      DeviceId prover, SortedMap<TestName, TestPlan> due, LinkReports reports, FindingLog log) {
    SortedMap<Integer, Speedtest> tests = new TreeMap<>();
    due.forEach((name, plan) -> {
      SortedMap<DeviceId, ObservedTraffic> seen = reports.claims(plan, prover, claims, log);
      if (plan.challengers().size() - seen.size() > rules.corrupted()) {
        log.add(Finding.of(
            BandwidthReasons.CHALLENGERS_FAILED,
            Severity.WARNING,
            facts(name, "claims", seen.size(), "challengers", plan.challengers().size())));
        return;
      }
      Speedtest one = test(plan, prover, seen, reports.had(name, prover), log);
      tests.merge(
          name.number(),
          one,
          (a, b) -> new Speedtest(
              a.at(),
              Math.max(a.uploadBytesPerSecond(), b.uploadBytesPerSecond()),
              Math.max(a.downloadBytesPerSecond(), b.downloadBytesPerSecond()),
              Math.max(a.latencyMs(), b.latencyMs())));
    });
    return List.copyOf(tests.values());
  }

  private Speedtest test(
      TestPlan plan,
      DeviceId prover,
      SortedMap<DeviceId, ObservedTraffic> seen,
      Optional<ProverTraffic> had,
      FindingLog log) {
    if (seen.values().stream().filter(ObservedTraffic::reached).count() <= rules.corrupted()) {
      log.add(Finding.of(BandwidthReasons.ABSENT, Severity.ERROR, facts(plan.test())));
      return new Speedtest(plan.start(), 0, 0, Speedtest.MAX_LATENCY_MS);
    }
    Estimate estimate = rules.estimator().of(plan, seen, had);
    long claimed = Objects.requireNonNull(links.get(prover)).claimedKbps();
    long guaranteed = Math.min(estimate.guaranteed(), claimed);
    Quality quality = Quality.of(seen.values());
    if (estimate.all()) {
      log.add(Finding.of(
          BandwidthReasons.AT_LEAST,
          Severity.INFO,
          facts(plan.test(), "offered", estimate.offered())));
    }
    log.add(Finding.of(
        BandwidthReasons.MEASURED,
        Severity.INFO,
        facts(
            plan.test(),
            "guaranteed",
            guaranteed,
            "available",
            estimate.available(),
            "capacity",
            estimate.capacity(),
            "at-most",
            estimate.atMost(),
            "claimed",
            claimed,
            "challengers",
            plan.challengers().size(),
            "corrupted",
            rules.corrupted(),
            "latency-micros",
            quality.latencyMicros(),
            "jitter-micros",
            quality.jitterMicros(),
            "lost-permille",
            quality.lostPermille())));
    if (!estimate.all() && estimate.available() * 100 < claimed * (100 - ERROR_PERCENT)) {
      log.add(Finding.of(
          BandwidthReasons.BELOW_CLAIM,
          Severity.WARNING,
          facts(plan.test(), "claimed", claimed, "available", estimate.available())));
    }
    long bytes = guaranteed * 125;
    boolean download = plan.test().direction() == Direction.DOWNLOAD;
    return new Speedtest(
        plan.start(), download ? 0 : bytes, download ? bytes : 0, quality.latencyMicros() / 1_000);
  }

  private Verdict verdict(DeviceId prover, GroupKey group, TestWindow window, FindingLog log) {
    long units = 0;
    if (window.tests().size() < rules.leastTests()) {
      log.add(Finding.of(
          BandwidthReasons.TOO_FEW_TESTS,
          Severity.WARNING,
          Map.of("tests", "" + window.tests().size(), "least", "" + rules.leastTests())));
    } else {
      Speedtest proven = window.proven();
      units = rules.worth(proven);
      log.add(Finding.of(
          BandwidthReasons.PROVEN,
          Severity.INFO,
          Map.of(
              "tests", "" + window.tests().size(),
              "download", "" + proven.downloadBytesPerSecond() / 125,
              "upload", "" + proven.uploadBytesPerSecond() / 125,
              "latency-ms", "" + proven.latencyMs(),
              "tier", Speedtest.tier(window.tests(), context.epoch().end()).name())));
    }
    return new Verdict(
        prover, BandwidthVerifier.KIND, group, BandwidthVerifier.SCORE.of(units), log.findings());
  }

  static Map<String, String> facts(TestName test, Object... namesAndValues) {
    Map<String, String> facts = new HashMap<>();
    facts.put("test", test.number() + "-" + (test.direction() == Direction.UPLOAD ? "up" : "down"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
    }
    return facts;
  }
}
