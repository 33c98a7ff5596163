package org.depinsdk.storage.possession;

import java.util.Map;
import org.depinsdk.proofs.GroupState;

/**
 * What is remembered of a data set.
 *
 * @param streak epochs in a row without a fault, up to now
 * @param faults epochs with a fault, in all
 */
record ProvenEpochs(long streak, long faults) {
  // so that a product with the challenges of an epoch stays small
  private static final long MOST = 1_000_000;

  static ProvenEpochs of(GroupState state) {
    return new ProvenEpochs(number(state, "streak"), number(state, "faults"));
  }

  // a state that nobody wrote remembers nothing
  private static long number(GroupState state, String name) {
    try {
      return Math.max(0, Math.min(MOST, Long.parseLong(state.values().getOrDefault(name, "0"))));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  ProvenEpochs next(boolean proven) {
    return proven
        ? new ProvenEpochs(Math.min(MOST, streak + 1), faults)
        : new ProvenEpochs(0, Math.min(MOST, faults + 1));
  }

  GroupState toState() {
    return GroupState.of(Map.of("streak", "" + streak, "faults", "" + faults));
  }
}
