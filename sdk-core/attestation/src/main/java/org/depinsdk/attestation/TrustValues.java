package org.depinsdk.attestation;

/** The values of a trust vector's claims that this SDK sets (AR4SI, section 2.3 of draft-ietf-rats-ar4si). */
public final class TrustValues {
  /** No claim is made. */
  public static final int NONE = 0;
  /** The claim's subject is known and as it should be; for every claim. */
  public static final int AFFIRMED = 2;
  /** Only approved software was loaded up to the end of booting; for executables. */
  public static final int APPROVED_BOOT = 3;
  /** Genuine, but with a known weakness; for every claim. */
  public static final int WEAK = 32;
  /** Something that no reference value knows was loaded; for executables. */
  public static final int UNRECOGNIZED_EXECUTABLES = 33;
  /** Parts of the configuration cannot be seen; for configuration. */
  public static final int HIDDEN_CONFIGURATION = 36;
  /** The subject is known and must not be trusted; for every claim. */
  public static final int UNTRUSTWORTHY = 96;
  /** The subject is unknown and should be known; for instance identity and hardware. */
  public static final int UNRECOGNIZED = 97;
  /** A signature, hash or chain does not verify; for every claim. */
  public static final int CRYPTO_FAILED = 99;

  private TrustValues() {}
}
