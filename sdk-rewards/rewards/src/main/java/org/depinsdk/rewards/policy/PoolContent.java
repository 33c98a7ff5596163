package org.depinsdk.rewards.policy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;

/** What a pool does with its tokens. */
public sealed interface PoolContent
    permits PoolContent.SubPools,
        PoolContent.Recipient,
        PoolContent.Reserve,
        PoolContent.ByContribution {
  /**
   * Splits them among pools of its own. What the shares leave by rounding is the leftover.
   *
   * @param pools at least one; copied
   */
  record SubPools(List<Pool> pools) implements PoolContent {
    /** Copies. */
    public SubPools {
      pools = List.copyOf(pools);
    }
  }

  /**
   * Pays one account, for example a treasury.
   *
   * @param operator the account
   */
  record Recipient(OperatorId operator) implements PoolContent {}

  /** Holds them back: they are the leftover, whole. */
  record Reserve() implements PoolContent {}

  /**
   * Pays those who contributed.
   *
   * @param kinds which proofs count, at least one; copied, sorted
   * @param weighing how a contribution becomes a weight
   * @param factors what the weight is multiplied by, one after the other; copied
   * @param limit the most that the pool pays for each unit of weight, empty for no limit
   * @param guarantee what everybody gets first, empty for nothing
   * @param cap the most that one may get, empty for no limit
   * @param remainder what happens to what does not divide evenly
   */
  record ByContribution(
      SortedSet<ProofKind> kinds,
      Weighing weighing,
      List<Factor> factors,
      Optional<Limit> limit,
      Optional<Guarantee> guarantee,
      Optional<Cap> cap,
      Remainder remainder)
      implements PoolContent {
    /** Copies. */
    public ByContribution {
      kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
      factors = List.copyOf(factors);
    }
  }
}
