package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;

/**
 * An epoch as its bundle records it: what decided the amounts, and what each operator was paid. What was paid is what the
 * recorded contributions come to under the recorded policy; nothing is judged again.
 *
 * @param bundle where it was read
 * @param settlement policy, figures, sanctions and the state before
 * @param minted the epoch's new tokens
 * @param paid what each operator was paid
 * @param after what the epoch left behind
 */
public record RecordedEpoch(
    EpochBundle bundle,
    SettlementInput settlement,
    TokenAmount minted,
    SortedMap<OperatorId, TokenAmount> paid,
    SettlementState after) {

  /** Reads a bundle whose files are what its manifest says. */
  static RecordedEpoch read(EpochBundle bundle) throws BundleException {
    SettlementInput settlement = SettlementInput.of(bundle.input());
    SettlementState after = bundle.after();
    SortedMap<OperatorId, TokenAmount> paid = paid(bundle);
    EpochOutcome outcome;
    try {
      outcome = settle(settlement, contributions(bundle), after.proofs());
    } catch (IllegalArgumentException e) {
      throw new BundleException(BundleParts.FACTS, e.getMessage());
    }
    String part = !outcome.allocation().perOperator().equals(paid)
        ? BundleParts.PAYOUTS
        : outcome.after().equals(after) ? "" : BundleParts.AFTER;
    if (!part.isEmpty()) {
      throw new BundleException(
          part,
          "is not what the recorded contributions come to under the recorded policy; replay "
              + bundle.folder() + " to see why");
    }
    return new RecordedEpoch(bundle, settlement, outcome.allocation().minted(), paid, after);
  }

  /** Settles contributions; what judges remember stays as given. */
  static EpochOutcome settle(
      SettlementInput settlement, List<Contribution> contributions, ProofStates states) {
    return Settlement.settle(
        settlement,
        new JudgedEpoch.InMemory(
            new TreeMap<>(), List.of(), contributions, List.of(), List.of(), states));
  }

  private static List<Contribution> contributions(EpochBundle bundle) throws BundleException {
    List<Contribution> contributions = new ArrayList<>();
    bundle.lines(BundleParts.CONTRIBUTIONS, ContributionJson::parse, next -> {
      if (!contributions.isEmpty()) {
        Contribution last = contributions.get(contributions.size() - 1);
        if (last.isOfSame(next) || last.compareTo(next) > 0) {
          throw new EncodingException("contributions are sorted by device and kind, each once");
        }
      }
      contributions.add(next);
    });
    return List.copyOf(contributions);
  }

  private static SortedMap<OperatorId, TokenAmount> paid(EpochBundle bundle)
      throws BundleException {
    SortedMap<OperatorId, TokenAmount> paid = new TreeMap<>();
    bundle.lines(BundleParts.PAYOUTS, line -> line, line -> {
      TokenAmount amount = line.parsed("amount", TokenAmount::parse);
      if (!amount.isZero()) {
        paid.merge(line.parsed("operator", OperatorId::parse), amount, TokenAmount::plus);
      }
    });
    return paid;
  }

  /**
   * What each device contributed, before sanctions and compositions; read anew each time.
   *
   * @return one contribution of each device and proof, by device and proof
   * @throws BundleException if the part cannot be read
   */
  public List<Contribution> contributions() throws BundleException {
    return contributions(bundle);
  }

  /**
   * The epoch's index.
   *
   * @return 0 or more
   */
  public long index() {
    return settlement.epoch().index();
  }

  /**
   * The rules that were in force.
   *
   * @return as recorded
   */
  public NetworkPolicy policy() {
    return settlement.policy();
  }

  /**
   * What the epoch started from.
   *
   * @return as recorded
   */
  public SettlementState before() {
    return settlement.before();
  }
}
