package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.bandwidth.BandwidthReasons;
import org.depinsdk.bandwidth.BandwidthVerifier;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceAttestation;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.kit.RunTotals;
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
  private final RunTotals totals = new RunTotals(WifiPolicy.TOKEN, WifiPolicy.TREASURY);
  private final SortedMap<String, Long> refusals = new TreeMap<>();
  private final SortedMap<String, Long> findings = new TreeMap<>();
  private final SortedMap<DeviceId, SortedMap<String, Long>> troubles = new TreeMap<>();
  private final SortedMap<DeviceId, Long> provenKbps = new TreeMap<>();
  private final List<SanctionLine> sanctions = new ArrayList<>();
  private RegistryView registry = RegistryView.empty();
  private Optional<AttestationRules> rules = Optional.empty();
  private CoverageSummary coverage = new CoverageSummary(new TreeMap<>(), new TreeMap<>());

  private RunSummary() {}

  static RunSummary of(Path out, int epochs, HexGrid grid) throws IOException, BundleException {
    RunSummary summary = new RunSummary();
    LocalEpochEngine engine = new LocalEpochEngine(ProofVerifiers.load());
    List<EpochInput> inputs = new ArrayList<>();
    List<EpochOutcome> outcomes = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      inputs.add(EpochBundle.open(out.resolve("epoch-" + epoch)).input());
      outcomes.add(engine.run(inputs.get(epoch)));
      summary.add(inputs.get(epoch), outcomes.get(epoch));
    }
    summary.sanctions(inputs, outcomes, engine);
    summary.registry = inputs.get(epochs - 1).registry();
    summary.rules = inputs.get(epochs - 1).policy().attestation();
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

  private void add(EpochInput input, EpochOutcome outcome) throws IOException {
    totals.add(input, outcome);
    input.evidence().forEach(logged -> {
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
      if (verdict.kind().equals(BandwidthVerifier.KIND)) {
        provenKbps.put(verdict.device(), verdict.score().units());
      }
      for (Finding finding : verdict.findings()) {
        if (finding.severity() == Severity.ERROR
            || finding.code().equals(CoverageReasons.CONTRADICTED)
            || finding.code().equals(BandwidthReasons.BELOW_CLAIM)) {
          findings.merge(finding.code().text(), 1L, Long::sum);
          trouble(verdict.device(), finding.code().text());
        }
      }
    }
  }

  private void trouble(DeviceId device, String code) {
    troubles.computeIfAbsent(device, d -> new TreeMap<>()).merge(code, 1L, Long::sum);
  }

  /** What was paid. */
  RunTotals totals() {
    return totals;
  }

  /** Sanctions by number. */
  List<SanctionLine> sanctions() {
    return sanctions;
  }

  /** What a device's line certainly carries, kbit/s, by the newest verdict; 0 if nothing was measured. */
  long provenKbps(DeviceId device) {
    return provenKbps.getOrDefault(device, 0L);
  }

  /** The newest evidence of what a device is that the network took. */
  Optional<RegistryChange.Attested> attested(DeviceId device) {
    List<DeviceAttestation> all = registry.attestations(device);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.get(all.size() - 1).result());
  }

  /** What a tier is worth by the policy, in thousandths. */
  long worth(String tier) {
    return rules.map(r -> r.worth(tier)).orElse(0L);
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
}
