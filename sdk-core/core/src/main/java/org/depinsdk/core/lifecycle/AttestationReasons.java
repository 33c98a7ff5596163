package org.depinsdk.core.lifecycle;

import org.depinsdk.core.report.ReasonCode;

/** Why an attestation is refused before its evidence is looked at, or as a whole. */
public final class AttestationReasons {
  /** The network takes no evidence, or none of this media type. */
  public static final ReasonCode NOT_TAKEN = new ReasonCode("attestation.not-taken");

  /** The evidence that the device signed is not the one that is there. */
  public static final ReasonCode OTHER_EVIDENCE = new ReasonCode("attestation.other-evidence");

  /** The challenge was not given to this device by this service. */
  public static final ReasonCode UNKNOWN_CHALLENGE =
      new ReasonCode("attestation.unknown-challenge");

  /** The challenge is too old. */
  public static final ReasonCode EXPIRED_CHALLENGE =
      new ReasonCode("attestation.expired-challenge");

  /** The challenge was answered before. */
  public static final ReasonCode USED_CHALLENGE = new ReasonCode("attestation.used-challenge");

  /** The evidence contradicts what it has to show; the findings say how. */
  public static final ReasonCode CONTRAINDICATED = new ReasonCode("attestation.contraindicated");

  /** The evidence is about another key than the one that the device signs with. */
  public static final ReasonCode OTHER_KEY = new ReasonCode("attestation.other-key");

  /** The device was other hardware at its first attestation, or the hardware is another device. */
  public static final ReasonCode OTHER_INSTANCE = new ReasonCode("attestation.other-instance");

  /** The verifier cannot appraise with what the policy gives it. */
  public static final ReasonCode CANNOT_APPRAISE = new ReasonCode("attestation.cannot-appraise");

  private AttestationReasons() {}
}
