package org.depinsdk.wifi;

import org.depinsdk.proofs.sanctions.Sanction;
import org.depinsdk.rewards.TokenAmount;

/**
 * A sanction, and what it withheld.
 *
 * @param sanction as it is at the end of the run
 * @param inForce whether it still withholds
 * @param owed what the device would have been paid without it, where it turned out wrong
 */
record SanctionLine(Sanction sanction, boolean inForce, TokenAmount owed) {
  String denied() {
    var proofs = sanction.imposed().proofs();
    return proofs.isEmpty() ? "everything" : proofs.first().text();
  }

  String state() {
    if (sanction.reversed().isPresent()) {
      return "appealed, reversed";
    }
    return inForce ? "in force" : "over";
  }
}
