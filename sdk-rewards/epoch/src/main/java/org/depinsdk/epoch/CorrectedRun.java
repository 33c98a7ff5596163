package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/**
 * Divides the epochs of a run again, with a correction. Earlier compensations count: what they corrected stays corrected, and what
 * they paid is not paid again.
 */
final class CorrectedRun {
  private CorrectedRun() {}

  static Compensation divide(RecordedRun run, Correction correction)
      throws EncodingException, BundleException {
    SortedMap<Long, List<Integer>> items = new TreeMap<>();
    for (int i = 0; i < correction.items().size(); i++) {
      checkFits(run, correction, i);
      items
          .computeIfAbsent(correction.items().get(i).epoch(), epoch -> new ArrayList<>())
          .add(i);
    }
    long first = first(run, items.firstKey());
    List<RecordedEpoch> divided =
        run.epochs().stream().filter(epoch -> epoch.index() >= first).toList();
    SortedMap<OperatorId, Difference> differences = new TreeMap<>();
    for (Compensation paid : run.compensations().tailMap(first + 1).values()) {
      paid.topUps().forEach((operator, amount) -> before(differences, operator, amount));
    }
    SortedMap<Integer, Compensation.Change> changes = new TreeMap<>();
    SortedMap<String, TokenAmount> carried = divided.get(0).before().carried();
    for (RecordedEpoch epoch : divided) {
      List<Integer> own = items.getOrDefault(epoch.index(), List.of());
      CorrectedEpoch corrected =
          run.corrected(epoch, own.stream().map(correction.items()::get).toList());
      for (int i : own) {
        try {
          changes.put(i, corrected.correct(correction.items().get(i)));
        } catch (EncodingException e) {
          throw new EncodingException("corrections[" + i + "]: " + e.getMessage());
        }
      }
      EpochOutcome outcome = RecordedEpoch.settle(
          epoch.settlement().with(carrying(epoch.before(), carried)),
          corrected.contributions(),
          ProofStates.NONE);
      carried = outcome.after().carried();
      epoch.paid().forEach((operator, amount) -> before(differences, operator, amount));
      outcome
          .allocation()
          .perOperator()
          .forEach((operator, amount) -> differences.merge(
              operator, new Difference(TokenAmount.ZERO, amount), Difference::plus));
    }
    differences.values().removeIf(difference -> difference.change().signum() == 0);
    return new Compensation(
        correction, divided, List.copyOf(changes.values()), differences, run.after(), carried);
  }

  private static void before(
      SortedMap<OperatorId, Difference> differences, OperatorId operator, TokenAmount amount) {
    differences.merge(operator, new Difference(amount, TokenAmount.ZERO), Difference::plus);
  }

  /** The first epoch to divide again: an earlier compensation that reaches into them is divided again as a whole. */
  private static long first(RecordedRun run, long corrected) {
    long first = corrected;
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Compensation paid : run.compensations().tailMap(first + 1).values()) {
        long begins = paid.epochs().get(0).index();
        grown |= begins < first;
        first = Math.min(first, begins);
      }
    }
    return first;
  }

  private static void checkFits(RecordedRun run, Correction correction, int i)
      throws EncodingException {
    String network = run.newest().policy().network();
    if (!network.equals(correction.network())) {
      throw new EncodingException("the correction is for network "
          + EncodingException.shown(correction.network()) + ", the bundles are of " + network);
    }
    long epoch = correction.items().get(i).epoch();
    List<Long> known = run.epochs().stream().map(RecordedEpoch::index).toList();
    if (!known.contains(epoch)) {
      throw new EncodingException("corrections[" + i + "]: epoch " + epoch
          + " is not among the bundles, which are " + known);
    }
  }

  /** What an epoch started from, with what the epochs in front of it carry forward now. Nobody needs the lifetime totals. */
  static SettlementState carrying(
      SettlementState recorded, SortedMap<String, TokenAmount> carried) {
    return new SettlementState(
        recorded.nextEpoch(),
        recorded.emission(),
        carried,
        Collections.emptySortedMap(),
        ProofStates.NONE);
  }
}
