package org.depinsdk.scaffold.settle;

import java.util.List;
import java.util.Map;

/**
 * What the ledger keeps of a settled epoch. It is stored in one transaction.
 *
 * @param epoch the epoch's index
 * @param root the Merkle root over all lifetime totals, 32 bytes; not to be altered
 * @param state what the next epoch's settlement starts from, as JSON
 * @param claims one for each operator that ever earned; they replace those of the epoch before
 * @param statements for each operator and device of this epoch, its statement as JSON
 */
public record Settled(
    long epoch, byte[] root, String state, List<Claim> claims, Map<String, String> statements) {
  /** Copies the collections. */
  public Settled {
    claims = List.copyOf(claims);
    statements = Map.copyOf(statements);
  }
}
