package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.sanctions.Sanction;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.radio.coverage.CoverageReasons;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;

/** What a run came to, recomputed from its bundles. */
final class RunSummary {
  /** One epoch. */
  record EpochLine(
      long epoch,
      String root,
      long accepted,
      long refused,
      TokenAmount minted,
      TokenAmount paid,
      TokenAmount left) {}

  private final List<EpochLine> epochs = new ArrayList<>();
  private final SortedMap<String, Long> refusals = new TreeMap<>();
  private final SortedMap<String, Long> findings = new TreeMap<>();
  private final SortedMap<DeviceId, SortedMap<String, Long>> troubles = new TreeMap<>();
  private final SortedMap<DeviceId, SortedMap<String, TokenAmount>> perDevice = new TreeMap<>();
  private final Map<String, SortedMap<OperatorId, TokenAmount>> pools = new LinkedHashMap<>();
  private TokenAmount minted = TokenAmount.ZERO;
  private TokenAmount left = TokenAmount.ZERO;
  private final List<SanctionLine> sanctions = new ArrayList<>();
  private CoverageSummary coverage = new CoverageSummary(new TreeMap<>(), new TreeMap<>());

  private RunSummary() {}

  static RunSummary of(Path out, int epochs, HexGrid grid) throws IOException, BundleException {
    RunSummary summary = new RunSummary();
    LocalEpochEngine engine = new LocalEpochEngine(ProofVerifiers.load());
    List<EpochInput> inputs = new ArrayList<>();
    List<EpochOutcome> outcomes = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      EpochBundle bundle = EpochBundle.open(out.resolve("epoch-" + epoch));
      inputs.add(bundle.input());
      outcomes.add(engine.run(inputs.get(epoch)));
      summary.add(bundle, inputs.get(epoch), outcomes.get(epoch));
    }
    summary.sanctions(inputs, outcomes, engine);
    summary.coverage = CoverageSummary.of(
        inputs.get(epochs - 1),
        amounts(outcomes.get(epochs - 1), line -> line.pool().equals("coverage")),
        grid);
    for (EpochOutcome outcome : outcomes) {
      outcome.close();
    }
    return summary;
  }

  // what a wrong sanction withheld is the difference to the same epochs without it
  private void sanctions(
      List<EpochInput> inputs, List<EpochOutcome> outcomes, LocalEpochEngine engine)
      throws IOException {
    EpochInput last = inputs.get(inputs.size() - 1);
    Instant now = last.policy().admission().schedule().closesAt(last.epoch());
    SanctionLedger ledger = last.sanctions();
    SanctionLedger rightful = ledger.rightful(now);
    Map<DeviceId, TokenAmount> should = new TreeMap<>();
    Map<DeviceId, TokenAmount> was = new TreeMap<>();
    for (int i = 0; i < inputs.size() && !rightful.all().equals(ledger.all()); i++) {
      try (EpochOutcome better = engine.run(inputs.get(i).with(rightful))) {
        amounts(better, line -> true).forEach((d, a) -> should.merge(d, a, TokenAmount::plus));
      }
      amounts(outcomes.get(i), line -> true).forEach((d, a) -> was.merge(d, a, TokenAmount::plus));
    }
    for (Sanction sanction : ledger.all()) {
      DeviceId device = sanction.imposed().device();
      TokenAmount owed = sanction.isCompensationDue(now)
          ? should
              .getOrDefault(device, TokenAmount.ZERO)
              .minus(was.getOrDefault(device, TokenAmount.ZERO))
          : TokenAmount.ZERO;
      sanctions.add(new SanctionLine(sanction, sanction.isInForce(now), owed));
    }
  }

  private static Map<DeviceId, TokenAmount> amounts(
      EpochOutcome outcome, Predicate<AllocationLine> which) {
    Map<DeviceId, TokenAmount> amounts = new TreeMap<>();
    outcome
        .allocation()
        .lines()
        .filter(which)
        .forEach(line -> line.device()
            .ifPresent(device -> amounts.merge(device, line.amount(), TokenAmount::plus)));
    return amounts;
  }

  private void add(EpochBundle bundle, EpochInput input, EpochOutcome outcome) throws IOException {
    long[] counts = new long[2];
    input.evidence().forEach(logged -> {
      counts[logged.getRefusal().isEmpty() ? 0 : 1]++;
      if (!logged.getRefusal().isEmpty()) {
        refusals.merge(logged.getRefusal(), 1L, Long::sum);
        try {
          trouble(SignedReport.of(logged.getReport()).report().device(), logged.getRefusal());
        } catch (MalformedReportException e) {
          // no device to name
        }
      }
    });
    for (Verdict verdict : outcome.verdicts()) {
      for (Finding finding : verdict.findings()) {
        if (finding.severity() == Severity.ERROR
            || finding.code().equals(CoverageReasons.CONTRADICTED)) {
          findings.merge(finding.code().text(), 1L, Long::sum);
          trouble(verdict.device(), finding.code().text());
        }
      }
    }
    outcome.allocation().lines().forEach(this::add);
    TokenAmount unallocated = outcome.allocation().unallocated();
    minted = minted.plus(outcome.allocation().minted());
    left = left.plus(unallocated);
    epochs.add(new EpochLine(
        input.epoch().index(),
        bundle.manifest().root(),
        counts[0],
        counts[1],
        outcome.allocation().minted(),
        outcome.allocation().paid(),
        unallocated));
  }

  private void add(AllocationLine line) {
    pools
        .computeIfAbsent(line.pool(), p -> new TreeMap<>())
        .merge(line.operator(), line.amount(), TokenAmount::plus);
    line.device()
        .ifPresent(device -> perDevice
            .computeIfAbsent(device, d -> new TreeMap<>())
            .merge(line.pool(), line.amount(), TokenAmount::plus));
  }

  private void trouble(DeviceId device, String code) {
    troubles.computeIfAbsent(device, d -> new TreeMap<>()).merge(code, 1L, Long::sum);
  }

  List<EpochLine> epochs() {
    return epochs;
  }

  /** The root after the last epoch. */
  String root() {
    return epochs.get(epochs.size() - 1).root();
  }

  /** Sanctions by number. */
  List<SanctionLine> sanctions() {
    return sanctions;
  }

  /** The cells of the last epoch. */
  CoverageSummary coverage() {
    return coverage;
  }

  /** Refused reports by reason. */
  SortedMap<String, Long> refusals() {
    return refusals;
  }

  /** Verdicts' findings for which evidence did not count, or counted for less than it claimed, by code. */
  SortedMap<String, Long> findings() {
    return findings;
  }

  /** Refusals and findings of one device. */
  SortedMap<String, Long> troubles(DeviceId device) {
    return troubles.getOrDefault(device, new TreeMap<>());
  }

  TokenAmount earned(DeviceId device) {
    return perDevice.getOrDefault(device, new TreeMap<>()).values().stream()
        .reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  TokenAmount earnedFrom(String pool, DeviceId device) {
    return perDevice.getOrDefault(device, new TreeMap<>()).getOrDefault(pool, TokenAmount.ZERO);
  }

  /** The pools that paid, in the order of the policy. */
  List<String> pools() {
    return List.copyOf(pools.keySet());
  }

  /** What an operator got from a pool over all epochs. */
  TokenAmount paid(String pool, OperatorId operator) {
    return pools.getOrDefault(pool, new TreeMap<>()).getOrDefault(operator, TokenAmount.ZERO);
  }

  /** What a pool paid over all epochs. */
  TokenAmount paid(String pool) {
    return pools.getOrDefault(pool, new TreeMap<>()).values().stream()
        .reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  SortedMap<OperatorId, TokenAmount> operators() {
    SortedMap<OperatorId, TokenAmount> sums = new TreeMap<>();
    pools
        .values()
        .forEach(pool -> pool.forEach((o, amount) -> sums.merge(o, amount, TokenAmount::plus)));
    return sums;
  }

  TokenAmount minted() {
    return minted;
  }

  /** What no pool paid out. */
  TokenAmount left() {
    return left;
  }
}
