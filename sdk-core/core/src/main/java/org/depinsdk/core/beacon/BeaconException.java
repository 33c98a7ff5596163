package org.depinsdk.core.beacon;

import java.util.Locale;

/** A beacon that does not follow from the source that the policy names. */
public final class BeaconException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong with a beacon. */
  public enum Reason {
    /** The proof is of another kind of source than the policy names. */
    WRONG_SOURCE,
    /** The round is of another drand network than the policy names. */
    WRONG_CHAIN,
    /** The round is another one than the policy gives to the epoch. */
    WRONG_ROUND,
    /** The signature is not the drand network's for the round. */
    FORGED_SIGNATURE,
    /** The proof is not the key's for this network and epoch. */
    FORGED_PROOF,
    /** The recorded randomness is not what the proof gives. */
    OTHER_RANDOMNESS;

    /**
     * The reason's name in outputs.
     *
     * @return for example {@code wrong-round}
     */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A refused beacon.
   *
   * @param reason what is wrong
   * @param detail what was found and what was expected, for people
   */
  public BeaconException(Reason reason, String detail) {
    super(reason.code() + ": " + detail);
    this.reason = reason;
  }

  /**
   * What is wrong.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
