package org.depinsdk.core.beacon;

import java.util.Arrays;
import org.depinsdk.core.encoding.Hex;

/**
 * One round as drand publishes it, not verified.
 *
 * @param round 1 or more
 * @param signature compressed point; copied
 * @param previousSignature of the round before, for chained networks; empty otherwise; copied
 */
public record DrandRound(long round, byte[] signature, byte[] previousSignature) {
  /** Longest signature of any scheme. */
  public static final int MAX_SIGNATURE_BYTES = 96;

  /** Checks the ranges and copies. */
  public DrandRound {
    if (round < 1) {
      throw new IllegalArgumentException("a round is 1 or more, not " + round);
    }
    if (signature.length > MAX_SIGNATURE_BYTES || previousSignature.length > MAX_SIGNATURE_BYTES) {
      throw new IllegalArgumentException(
          "a signature has at most " + MAX_SIGNATURE_BYTES + " bytes");
    }
    signature = signature.clone();
    previousSignature = previousSignature.clone();
  }

  /**
   * The signature.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * The signature of the round before.
   *
   * @return a fresh copy, empty if the network is not chained
   */
  @Override
  public byte[] previousSignature() {
    return previousSignature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DrandRound r
        && round == r.round
        && Arrays.equals(signature, r.signature)
        && Arrays.equals(previousSignature, r.previousSignature);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(round) * 31 + Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "DrandRound[" + round + " " + Hex.encode(signature) + "]";
  }
}
