package org.depinsdk.service.memory;

import java.io.IOException;
import java.util.Optional;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.service.store.Ledger;
import org.jspecify.annotations.Nullable;

final class InMemoryLedger implements Ledger {
  private volatile @Nullable Entry newest;

  @Override
  public Optional<SettledEpoch> newest() {
    return Optional.ofNullable(newest).map(InMemoryLedger::settled);
  }

  @Override
  public SettlementState state() {
    return Optional.ofNullable(newest).map(Entry::after).orElse(SettlementState.GENESIS);
  }

  @Override
  public synchronized void record(Entry entry) throws IOException {
    if (entry.index() != state().nextEpoch()) {
      throw new IOException(
          "epoch " + entry.index() + " does not come next, expected " + state().nextEpoch());
    }
    newest = entry;
  }

  @Override
  public synchronized void compensate(MerkleDistribution distribution, SettlementState after)
      throws IOException {
    Entry before = newest;
    if (before == null || after.nextEpoch() != before.after().nextEpoch()) {
      throw new IOException(
          "the compensation is not in front of epoch " + state().nextEpoch());
    }
    newest = new Entry(
        before.index(), before.policyId(), before.refusalsNotLogged(), distribution, after);
  }

  @Override
  public Optional<ProvenClaim> claim(OperatorId operator) {
    return Optional.ofNullable(newest)
        .flatMap(entry -> entry
            .distribution()
            .claim(operator)
            .map(claim -> new ProvenClaim(settled(entry), claim)));
  }

  private static SettledEpoch settled(Entry entry) {
    return new SettledEpoch(entry.index(), entry.distribution().root());
  }
}
