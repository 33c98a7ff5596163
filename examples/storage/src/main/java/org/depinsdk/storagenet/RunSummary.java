package org.depinsdk.storagenet;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
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
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.rewards.preset.StorjPayout;
import org.depinsdk.storage.possession.PossessionReasons;
import org.depinsdk.storage.possession.PossessionVerifier;

/** What a run came to, recomputed from its bundles. */
final class RunSummary {
  /** As Storj holds back, but faster: of the first two epochs in which a provider earns; then half of it is returned. */
  private static final List<Integer> WITHHELD = List.of(75, 50);

  /** A provider's account over the run. */
  record Account(long earned, long held, long paid) {}

  private final RunTotals totals = new RunTotals(StorageRewards.TOKEN, StorageRewards.TREASURY);
  private final Map<DeviceId, SortedMap<String, Long>> troubles = new HashMap<>();
  private final Map<DeviceId, Long> bytes = new HashMap<>();
  private final Map<DeviceId, List<Long>> earned = new HashMap<>();

  static RunSummary of(Path folder, int epochs) throws IOException, BundleException {
    RunSummary summary = new RunSummary();
    LocalEpochEngine engine = new LocalEpochEngine(ProofVerifiers.load());
    for (int epoch = 0; epoch < epochs; epoch++) {
      EpochInput input = EpochBundle.open(folder.resolve("epoch-" + epoch)).input();
      try (EpochOutcome outcome = engine.run(input)) {
        summary.add(input, outcome);
      }
    }
    return summary;
  }

  private void add(EpochInput input, EpochOutcome outcome) throws IOException {
    totals.add(input, outcome);
    for (Verdict verdict : outcome.verdicts()) {
      if (verdict.kind().equals(PossessionVerifier.KIND)) {
        bytes.merge(verdict.device(), verdict.score().units(), Long::sum);
      }
      for (Finding finding : verdict.findings()) {
        boolean suspension = finding.code().text().startsWith("sanction.");
        if (suspension
            || finding.severity() == Severity.ERROR
            || finding.code().equals(PossessionReasons.SAME_PIECE)) {
          troubles
              .computeIfAbsent(verdict.device(), d -> new TreeMap<>())
              .merge(finding.code().text(), 1L, Long::sum);
        }
      }
    }
    Map<DeviceId, TokenAmount> amounts = new HashMap<>();
    outcome
        .allocation()
        .lines()
        .forEach((AllocationLine line) -> line.device()
            .ifPresent(device -> amounts.merge(device, line.amount(), TokenAmount::plus)));
    amounts.forEach((device, amount) -> earned
        .computeIfAbsent(device, d -> new ArrayList<>())
        .add(amount.toBigInteger().min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact()));
  }

  RunTotals totals() {
    return totals;
  }

  /** Proven bytes, summed over the epochs. */
  long provenBytes(DeviceId device) {
    return bytes.getOrDefault(device, 0L);
  }

  SortedMap<String, Long> troubles(DeviceId device) {
    return troubles.getOrDefault(device, new TreeMap<>());
  }

  /** What is paid out and what is held, by the epochs in which the provider earned. */
  Account account(DeviceId device) {
    StorjPayout rules = new StorjPayout(WITHHELD, StorjPayout.LIVE.disposePercent());
    long sum = 0;
    long owed = 0;
    StorjPayout.Held held = StorjPayout.Held.NOTHING;
    List<Long> epochs = earned.getOrDefault(device, List.of());
    for (int i = 0; i < epochs.size(); i++) {
      StorjPayout.Withholding withholding = i < WITHHELD.size()
          ? new StorjPayout.Withholding(WITHHELD.get(i), true)
          : new StorjPayout.Withholding(0, false);
      StorjPayout.Statement statement =
          rules.statement(epochs.get(i), withholding, held, StorjPayout.NodeStatus.ACTIVE);
      sum += epochs.get(i);
      owed += statement.owed();
      held = new StorjPayout.Held(
          held.total() + statement.held(), held.disposed() + statement.disposed());
    }
    return new Account(sum, held.total() - held.disposed(), owed);
  }

  /** Who can claim how much: what is held back is in nobody's leaf until it is returned. */
  MerkleDistribution payouts(List<Provider> fleet) {
    SortedMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    for (Provider provider : fleet) {
      TokenAmount paid = TokenAmount.of(account(provider.party().id()).paid());
      if (!paid.isZero()) {
        totals.merge(provider.party().operator(), paid, TokenAmount::plus);
      }
    }
    return MerkleDistribution.of(totals);
  }

  static String tokens(long units) {
    return StorageRewards.TOKEN.formatFull(TokenAmount.of(units));
  }

  static String words(SortedMap<String, Long> counts) {
    List<String> words = new ArrayList<>();
    counts.forEach((code, count) -> words.add(count + " " + code));
    return String.join(", ", words);
  }
}
