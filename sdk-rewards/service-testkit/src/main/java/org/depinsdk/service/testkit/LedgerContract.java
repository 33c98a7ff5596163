package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.ProofStates;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.service.store.Ledger;
import org.junit.jupiter.api.Test;

/** What holds for every {@link Ledger}. */
public abstract class LedgerContract extends StorageContract {
  private static final int OPERATORS = 9;

  /** For subclasses. */
  protected LedgerContract() {}

  /** A new ledger has no epoch and no claims. */
  @Test
  public void isEmptyAtFirst() throws IOException {
    assertThat(storage().ledger().newest()).isEmpty();
    assertThat(storage().ledger().state()).isEqualTo(SettlementState.GENESIS);
    assertThat(storage().ledger().claim(operator(0))).isEmpty();
  }

  /** What was recorded is there, also after reopening: state, root and a claim of each operator that leads to the root. */
  @Test
  public void keepsTheNewestEpoch() throws IOException {
    storage().ledger().record(entry(0));
    storage().ledger().record(entry(1));
    assertNewest(1);
    reopen();
    assertNewest(1);
    storage().ledger().record(entry(2));
    assertNewest(2);
  }

  /** An epoch that does not come next is refused and changes nothing. */
  @Test
  public void refusesAnotherEpochThanTheNext() throws IOException {
    assertThatThrownBy(() -> storage().ledger().record(entry(1))).isInstanceOf(IOException.class);
    assertThat(storage().ledger().newest()).isEmpty();
    storage().ledger().record(entry(0));
    for (int index : new int[] {0, 2}) {
      assertThatThrownBy(() -> storage().ledger().record(entry(index)))
          .isInstanceOf(IOException.class);
    }
    assertNewest(0);
    reopen();
    assertNewest(0);
  }

  /** A compensation replaces state, root and claims of the newest epoch, also after reopening, and the next epoch follows. */
  @Test
  public void keepsACompensation() throws IOException {
    Ledger.Entry paid = entry(0);
    MerkleDistribution more = entry(1).distribution();
    SettlementState after = new SettlementState(
        1, paid.after().emission(), Collections.emptySortedMap(), more.totals(), ProofStates.NONE);
    assertThatThrownBy(() -> storage().ledger().compensate(more, after))
        .isInstanceOf(IOException.class);
    storage().ledger().record(paid);
    assertThatThrownBy(() -> storage().ledger().compensate(more, entry(1).after()))
        .isInstanceOf(IOException.class);
    assertNewest(0);
    storage().ledger().compensate(more, after);
    reopen();
    assertThat(storage().ledger().state()).isEqualTo(after);
    assertThat(storage().ledger().newest()).contains(new Ledger.SettledEpoch(0, more.root()));
    assertThat(storage().ledger().claim(operator(0)).orElseThrow().claim().isUnder(more.root()))
        .isTrue();
    storage().ledger().record(entry(1));
    assertNewest(1);
  }

  /** Whoever reads while epochs are recorded sees claims and roots of the same epoch. */
  @Test
  public void showsClaimAndRootOfOneEpoch() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService readers = Executors.newSingleThreadExecutor();
    try {
      storage().ledger().record(entry(0));
      Future<Integer> reads = readers.submit(() -> {
        int count = 0;
        while (!done.get() || count == 0) {
          Ledger.ProvenClaim claim =
              storage().ledger().claim(operator(count % OPERATORS)).orElseThrow();
          assertThat(claim.claim().isUnder(claim.newest().root())).isTrue();
          count++;
        }
        return count;
      });
      for (int index = 1; index < 30; index++) {
        storage().ledger().record(entry(index));
      }
      done.set(true);
      assertThat(reads.get()).isPositive();
    } finally {
      done.set(true);
      readers.shutdown();
    }
  }

  private void assertNewest(long index) throws IOException {
    Ledger.Entry expected = entry(index);
    Ledger.SettledEpoch settled =
        new Ledger.SettledEpoch(index, expected.distribution().root());
    assertThat(storage().ledger().newest()).contains(settled);
    assertThat(storage().ledger().state()).isEqualTo(expected.after());
    for (int i = 0; i < OPERATORS; i++) {
      Ledger.ProvenClaim claim = storage().ledger().claim(operator(i)).orElseThrow();
      assertThat(claim.newest()).isEqualTo(settled);
      assertThat(claim.claim().operator()).isEqualTo(operator(i));
      assertThat(claim.claim().cumulativeAmount()).isEqualTo(amount(index, i));
      assertThat(claim.claim().isUnder(settled.root())).isTrue();
    }
    assertThat(storage().ledger().claim(operator(OPERATORS))).isEmpty();
  }

  private static Ledger.Entry entry(long index) {
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    for (int i = 0; i < OPERATORS; i++) {
      totals.put(operator(i), amount(index, i));
    }
    return new Ledger.Entry(
        index,
        "sha256:" + "0".repeat(64),
        index,
        MerkleDistribution.of(totals),
        new SettlementState(
            index + 1,
            "emission " + index,
            Collections.emptySortedMap(),
            totals,
            ProofStates.NONE));
  }

  private static TokenAmount amount(long index, int operator) {
    return TokenAmount.of(1_000_000_007L * (index + 1) + operator);
  }

  private static OperatorId operator(int number) {
    return new OperatorId(String.format(Locale.ROOT, "0x%040d", number + 1));
  }
}
