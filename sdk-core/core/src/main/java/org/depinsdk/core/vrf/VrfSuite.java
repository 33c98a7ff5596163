package org.depinsdk.core.vrf;

import org.depinsdk.core.identity.KeyAlgorithm;

/** The cipher suites of RFC 9381 section 5.5. */
public enum VrfSuite {
  /** P-256, SHA-256, try and increment. */
  ECVRF_P256_SHA256_TAI(0x01, KeyAlgorithm.P256, false),
  /** P-256, SHA-256, simplified SWU (RFC 9380). */
  ECVRF_P256_SHA256_SSWU(0x02, KeyAlgorithm.P256, true),
  /** Edwards25519, SHA-512, try and increment. */
  ECVRF_EDWARDS25519_SHA512_TAI(0x03, KeyAlgorithm.ED25519, false),
  /** Edwards25519, SHA-512, Elligator 2 (RFC 9380). */
  ECVRF_EDWARDS25519_SHA512_ELL2(0x04, KeyAlgorithm.ED25519, true);

  private final int suiteString;
  private final KeyAlgorithm algorithm;
  private final boolean hashToCurve;

  VrfSuite(int suiteString, KeyAlgorithm algorithm, boolean hashToCurve) {
    this.suiteString = suiteString;
    this.algorithm = algorithm;
    this.hashToCurve = hashToCurve;
  }

  byte suiteString() {
    return (byte) suiteString;
  }

  boolean isHashToCurve() {
    return hashToCurve;
  }

  /**
   * Which keys the suite is for.
   *
   * @return P-256 or Ed25519
   */
  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * Length of a proof.
   *
   * @return 81 bytes for P-256, 80 for Edwards25519
   */
  public int proofBytes() {
    return algorithm.encodedLength() + Ecvrf.CHALLENGE_BYTES + Ecvrf.SCALAR_BYTES;
  }
}
