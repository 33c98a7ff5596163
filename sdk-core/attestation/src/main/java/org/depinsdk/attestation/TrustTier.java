package org.depinsdk.attestation;

/** How far a device is trusted (AR4SI, section 3.2 of draft-ietf-rats-ar4si). */
public enum TrustTier {
  /** Nothing is known that would help to decide. */
  NONE(0),
  /** The appraisal found what the policy asks for. */
  AFFIRMING(2),
  /** Something should make one careful. */
  WARNING(32),
  /** The device must not be trusted. */
  CONTRAINDICATED(96);

  private final int value;

  TrustTier(int value) {
    this.value = value;
  }

  /**
   * The number of EAR.
   *
   * @return 0, 2, 32 or 96
   */
  public int value() {
    return value;
  }

  /**
   * The name in EAR.
   *
   * @return lower case
   */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * The tier of a claim's value.
   *
   * @param value from -128 to 127; -1, 0 and 1 say nothing
   * @return the tier
   */
  public static TrustTier of(int value) {
    int distance = value < 0 ? -value - 1 : value;
    if (distance <= 1) {
      return value == -2 ? AFFIRMING : NONE;
    }
    return distance < 32 ? AFFIRMING : distance < 96 ? WARNING : CONTRAINDICATED;
  }
}
