package org.depinsdk.rewards.review;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.EpochFacts;

/**
 * What a bundle records of an epoch that is over.
 *
 * @param facts its place in time and its figures
 * @param minted its new tokens
 * @param contributions what was contributed, or what a correction says; copied
 * @param paid what each operator was paid; copied
 */
public record PastEpoch(
    EpochFacts facts,
    TokenAmount minted,
    List<Contribution> contributions,
    SortedMap<OperatorId, TokenAmount> paid) {
  /** Copies. */
  public PastEpoch {
    contributions = List.copyOf(contributions);
    paid = Collections.unmodifiableSortedMap(new TreeMap<>(paid));
  }
}
