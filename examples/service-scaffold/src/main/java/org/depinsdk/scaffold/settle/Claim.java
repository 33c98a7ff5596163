package org.depinsdk.scaffold.settle;

import java.math.BigInteger;
import java.util.List;
import org.depinsdk.core.identity.OperatorId;

/**
 * With what an operator claims.
 *
 * @param operator who
 * @param cumulative its lifetime total in base units
 * @param proof hashes from the leaf to the root, 32 bytes each; not to be altered
 */
public record Claim(OperatorId operator, BigInteger cumulative, List<byte[]> proof) {
  /** Copies the list. */
  public Claim {
    proof = List.copyOf(proof);
  }
}
